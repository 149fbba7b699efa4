import { CfnOutput, Fn, RemovalPolicy } from 'aws-cdk-lib';
import { AccessLogField, AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  HttpApi,
  HttpRoute,
  HttpRouteKey,
  HttpStage,
  LogGroupLogDestination,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { Environment } from '../../functions/web/index.js';
import type { Stage } from './config.js';
import { frontDoor } from './front-door.js';
import { type FunctionSurroundings, HouseFunction } from './functions.js';
import { cdnSecretOf, type StageSecrets } from './secrets.js';
import type { Sending } from './sending.js';

/** What is between this stretch and the rest of the house. */
interface WebProps {
  stage: Stage;
  surroundings: FunctionSurroundings;
  secrets: StageSecrets;
  sending: Sending;
}

/** Requests a second: what readers never reach together, and what an attack is held to. */
const THROTTLE = { rateLimit: 50, burstLimit: 200 };

/** No path and no address: a path may hold a reader's token. */
const ACCESS = AccessLogFormat.custom(
  JSON.stringify({
    id: AccessLogField.contextRequestId(),
    at: AccessLogField.contextRequestTimeEpoch(),
    method: AccessLogField.contextHttpMethod(),
    status: AccessLogField.contextStatus(),
    bytes: AccessLogField.contextResponseLength(),
  }),
);

/** The site: an HTTP API and its one function, behind a CDN where the stage has a certificate for its domain. */
export class Web extends Construct {
  /** Where the site is, and readers' links lead. */
  readonly url: string;
  readonly api: HttpApi;
  readonly web: HouseFunction<typeof Environment>;

  constructor(scope: Construct, id: string, { stage, surroundings, secrets, sending }: WebProps) {
    super(scope, id);
    const { tables, logRetention } = surroundings;
    this.api = new HttpApi(this, 'api', { createDefaultStage: false });
    this.url = stage.certificateArn ? `https://${stage.domain}` : this.api.apiEndpoint;
    const cdnSecret = stage.certificateArn ? cdnSecretOf(this, stage.cdnSecretNumber) : undefined;
    this.web = new HouseFunction<typeof Environment>(
      this,
      'web',
      {
        CONTENT_TABLE: tables.content.tableName,
        SUBSCRIBERS_TABLE: tables.subscribers.tableName,
        SECRETS: secrets.reference,
        WEB_URL: this.url,
        SENDER_NAME: stage.sender.name,
        SENDER_ADDRESS: stage.sender.address,
        POSTAL_ADDRESS: stage.sender.postalAddress,
        CONFIGURATION_SET: sending.configurationSet.configurationSetName,
        EMBEDDER: 'openai',
        ...(cdnSecret && { CDN_SECRET: cdnSecret.secretArn }),
        ...(stage.openAiBaseUrl && { OPENAI_BASE_URL: stage.openAiBaseUrl }),
      },
      surroundings,
    );
    this.web.may(['secretsmanager:GetSecretValue'], [secrets.reference]);
    if (cdnSecret) this.web.may(['secretsmanager:GetSecretValue'], [cdnSecret.secretArn]);
    this.web.may(['ses:SendRawEmail'], sending.arns, sending.fromOurAddress);

    new HttpRoute(this, 'every-path', {
      httpApi: this.api,
      routeKey: HttpRouteKey.DEFAULT,
      integration: new HttpLambdaIntegration('function', this.web),
    });
    const accessLog = new LogGroup(this, 'access-log', {
      retention: logRetention,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    new HttpStage(this, 'stage', {
      httpApi: this.api,
      stageName: '$default',
      autoDeploy: true,
      throttle: THROTTLE,
      accessLogSettings: { destination: new LogGroupLogDestination(accessLog), format: ACCESS },
    });
    if (stage.certificateArn && cdnSecret) {
      const origin = {
        host: Fn.select(2, Fn.split('/', this.api.apiEndpoint)),
        secret: cdnSecret.secretValue,
      };
      frontDoor(this, { ...stage, certificateArn: stage.certificateArn }, origin);
    }
    new CfnOutput(this, 'url', { description: 'Where the site is', value: this.url });
  }
}
