import { RemovalPolicy } from 'aws-cdk-lib';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';

const ENOUGH = { passwordLength: 64, excludePunctuation: true };

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
        ...ENOUGH,
      },
      removalPolicy: RemovalPolicy.RETAIN,
    });
    this.reference = secret.secretArn;
  }
}

/**
 * What the CDN tells the site to be known by. It names nobody and is made anew with the stack, or under another
 * `number`; CloudFormation hands it to the CDN when the stack is built, so that the template has only its name.
 */
export function cdnSecretOf(scope: Construct, number: number): Secret {
  return new Secret(scope, `cdn-secret-${number}`, {
    description: 'By which the site of research-digest knows its CDN',
    generateSecretString: ENOUGH,
    removalPolicy: RemovalPolicy.DESTROY,
  });
}
