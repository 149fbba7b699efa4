import { RemovalPolicy } from 'aws-cdk-lib';
import {
  type Attribute,
  AttributeType,
  Billing,
  ProjectionType,
  TableEncryptionV2,
  TableV2,
} from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import { type TableName, type TableSpec, tables } from '../house.js';

const string = (name: string): Attribute => ({ name, type: AttributeType.STRING });

/** The tables of the house: paid for by use, encrypted, recoverable to any second, and kept when the stack goes. */
export class Tables extends Construct {
  readonly content = this.#table('content');
  readonly subscribers = this.#table('subscribers');

  #table(name: TableName): TableV2 {
    const { indexes }: TableSpec = tables[name];
    return new TableV2(this, name, {
      partitionKey: string('pk'),
      sortKey: string('sk'),
      billing: Billing.onDemand(),
      encryption: TableEncryptionV2.awsManagedKey(),
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      timeToLiveAttribute: 'expiresAt',
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
      globalSecondaryIndexes: indexes.map((index) => ({
        indexName: index.name,
        partitionKey: string(index.partitionKey),
        sortKey: string(index.sortKey),
        projectionType: ProjectionType.INCLUDE,
        nonKeyAttributes: [...index.attributes],
      })),
    });
  }
}
