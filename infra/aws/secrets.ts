import { RemovalPolicy } from 'aws-cdk-lib';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';

/**
 * The stage's secrets, kept in one place and read at run time. The key that names every address is made when the
 * stack is, and never changed; the operator adds the key to OpenAI. Kept when the stack goes, as the tables are.
 */
export class StageSecrets extends Construct {
  /** What goes into a function's environment: where to ask (its ARN), and nothing of what is told there. */
  readonly reference: string;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const secret = new Secret(this, 'secrets', {
      description: 'Keys of research-digest, as JSON: addressKey, linkKeys, openAiApiKey',
      generateSecretString: {
        secretStringTemplate: '{}',
        generateStringKey: 'addressKey',
        passwordLength: 64,
        excludePunctuation: true,
      },
      removalPolicy: RemovalPolicy.RETAIN,
    });
    this.reference = secret.secretArn;
  }
}
