import { Match, type Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, it } from 'vitest';
import { CDN_SECRET_HEADER } from '../../../functions/web/reader/origin.js';
import { functions, tables } from '../../../infra/house.js';
import { resourcesOf, templateOf } from './built.js';
import { grantsOf } from './statements.js';

/** Actions for which AWS knows no resource, so that a wildcard is the only way to write them. */
const NAMELESS = /^(ses:GetSendQuota|xray:Put|logs:(\w+LogDeliver|PutResourcePolicy|Describe))/;

describe.each(['sample', 'sample-large'])('the stack of stage %s', (stage) => {
  let template: Template;
  beforeAll(() => {
    template = templateOf(stage);
  });

  it('has every table of the house, encrypted, recoverable, protected and kept', () => {
    const found = resourcesOf(template, 'AWS::DynamoDB::GlobalTable');

    expect(found).toHaveLength(Object.keys(tables).length);
    for (const [, table] of found) {
      expect(table).toMatchObject({
        DeletionPolicy: 'Retain',
        UpdateReplacePolicy: 'Retain',
        Properties: {
          BillingMode: 'PAY_PER_REQUEST',
          SSESpecification: { SSEEnabled: true },
          TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
          Replicas: [
            {
              DeletionProtectionEnabled: true,
              PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
            },
          ],
        },
      });
    }
  });

  it('finds who is due by the index that the local tables have', () => {
    const [index] = tables.subscribers.indexes;

    template.hasResourceProperties('AWS::DynamoDB::GlobalTable', {
      GlobalSecondaryIndexes: [
        {
          IndexName: index.name,
          KeySchema: [
            { AttributeName: index.partitionKey, KeyType: 'HASH' },
            { AttributeName: index.sortKey, KeyType: 'RANGE' },
          ],
          Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: [...index.attributes] },
        },
      ],
    });
  });

  it('has every function of the house, on arm64 and Node 24, with its own time and memory', () => {
    const found = resourcesOf(template, 'AWS::Lambda::Function').map(([, { Properties }]) => Properties);

    expect(found).toHaveLength(Object.keys(functions).length);
    for (const { timeout, memoryMb } of Object.values(functions)) {
      expect(found).toContainEqual(
        expect.objectContaining({
          Architectures: ['arm64'],
          Runtime: 'nodejs24.x',
          Timeout: timeout,
          MemorySize: memoryMb,
        }),
      );
    }
  });

  it('gives no function a secret, but only where to ask for it', () => {
    for (const [, { Properties }] of resourcesOf(template, 'AWS::Lambda::Function')) {
      const { Variables } = Properties.Environment as { Variables: Record<string, unknown> };
      expect(JSON.stringify(Variables)).not.toMatch(/resolve:secretsmanager|_KEY"/);
      if ('SECRETS' in Variables) expect(Variables.SECRETS).toEqual({ Ref: expect.stringMatching(/^keys/) });
    }
  });

  it('keeps the secrets when it goes', () => {
    const found = resourcesOf(template, 'AWS::SecretsManager::Secret');
    const [, secret] = found.find(([id]) => id.startsWith('keys')) ?? [];

    expect(secret).toMatchObject({ DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
    expect(JSON.stringify(secret)).not.toContain('SecretString":"');
  });

  it('forgets every log after the days that the stage names', () => {
    const RetentionInDays = stage === 'sample' ? 30 : 90;
    const logs = resourcesOf(template, 'AWS::Logs::LogGroup');

    expect(logs.length).toBeGreaterThan(Object.keys(functions).length);
    for (const [, { Properties }] of logs) expect(Properties).toMatchObject({ RetentionInDays });
    for (const [id, { Properties }] of resourcesOf(template, 'AWS::Lambda::Function')) {
      expect(Properties.LoggingConfig, id).toMatchObject({ LogGroup: { Ref: expect.any(String) } });
    }
  });

  it('names the resource of every right that has one', () => {
    for (const { role, actions, resource } of grantsOf(template)) {
      if (!resource.includes('*')) continue;
      for (const action of actions) expect(action, role).toMatch(NAMELESS);
    }
  });

  it('gives nobody a whole family of actions, nor what is not written here', () => {
    expect(JSON.stringify(grantsOf(template).map(({ actions }) => actions))).not.toContain('*');
    for (const [, { Properties }] of resourcesOf(template, 'AWS::IAM::Role')) {
      expect(Properties).not.toHaveProperty('ManagedPolicyArns');
    }
  });

  it('is open to nobody outside the account', () => {
    for (const type of ['AWS::SQS::QueuePolicy', 'AWS::SNS::TopicPolicy']) {
      for (const [id, { Properties }] of resourcesOf(template, type)) {
        const { Statement } = Properties.PolicyDocument as { Statement: Record<string, unknown>[] };
        for (const { Effect, Principal, Condition } of Statement) {
          if (Effect === 'Deny') continue;
          expect(Principal, id).toEqual({ Service: expect.any(String) });
          expect(JSON.stringify(Condition), id).toMatch(/aws:Source(Arn|Account)/i);
        }
      }
    }
    for (const [id, { Properties }] of resourcesOf(template, 'AWS::Lambda::Permission')) {
      expect(Properties, id).toHaveProperty('SourceArn');
    }
    for (const [id, { Properties }] of resourcesOf(template, 'AWS::IAM::Role')) {
      const { Statement } = Properties.AssumeRolePolicyDocument as { Statement: Record<string, unknown>[] };
      for (const { Principal } of Statement) expect(Principal, id).toEqual({ Service: expect.any(String) });
    }
    template.resourceCountIs('AWS::SecretsManager::ResourcePolicy', 0);
    template.resourceCountIs('AWS::Lambda::LayerVersionPermission', 0);
    template.resourceCountIs('AWS::Lambda::Url', 0);
    template.resourceCountIs('AWS::S3::Bucket', 0);
  });

  it('signs with keys of 2048 bits, aligned with the domain, and tracks nobody', () => {
    template.hasResourceProperties('AWS::SES::EmailIdentity', {
      EmailIdentity: 'digest.example.org',
      DkimSigningAttributes: { NextSigningKeyLength: 'RSA_2048_BIT' },
      MailFromAttributes: { MailFromDomain: 'bounce.digest.example.org' },
    });
    const events = JSON.stringify(template.findResources('AWS::SES::ConfigurationSetEventDestination'));
    expect(events).toContain('"send"');
    // The silence of a day says as much, and each is paid for.
    expect(events).not.toContain('"delivery"');
    expect(events).not.toMatch(/"open"|"click"/);
  });

  it('makes the six records of its mail and the two of its site, or tells a person how to', () => {
    const made = resourcesOf(template, 'AWS::Route53::RecordSet');
    const told = Object.keys(template.findOutputs('*')).filter((name) => /dnsrecord|dkimrecords/.test(name));

    expect([made.length, told.length]).toEqual(stage === 'sample' ? [0, 4] : [8, 0]);
  });

  it('holds the site to a number of requests, and logs them without the path, which may hold a token', () => {
    template.hasResourceProperties('AWS::ApiGatewayV2::Stage', {
      DefaultRouteSettings: { ThrottlingRateLimit: 50, ThrottlingBurstLimit: 200 },
      AccessLogSettings: { Format: Match.not(Match.stringLikeRegexp('[pP]ath|sourceIp|routeKey')) },
    });
  });

  it('has a CDN for the domain where there is a certificate, which takes no old TLS and no plain HTTP', () => {
    const found = resourcesOf(template, 'AWS::CloudFront::Distribution').map(
      ([, { Properties }]) => Properties,
    );

    if (stage === 'sample') return expect(found).toEqual([]);
    expect(found).toMatchObject([
      {
        DistributionConfig: {
          Aliases: ['digest.example.org'],
          ViewerCertificate: { MinimumProtocolVersion: 'TLSv1.2_2021' },
          DefaultCacheBehavior: { ViewerProtocolPolicy: 'redirect-to-https' },
        },
      },
    ]);
  });

  it('has a secret between CDN and site where there is a CDN, which the site alone may read and nobody sees', () => {
    const secrets = resourcesOf(template, 'AWS::SecretsManager::Secret').filter(([id]) =>
      id.startsWith('webcdnsecret'),
    );
    const readers = grantsOf(template).filter(({ resource }) => resource.startsWith('cdn-secret'));
    const told = resourcesOf(template, 'AWS::Lambda::Function').filter(([, { Properties }]) =>
      JSON.stringify(Properties).includes('"CDN_SECRET"'),
    );

    const there = stage === 'sample' ? [] : ['web-role secretsmanager:GetSecretValue'];
    expect(readers.map(({ role, actions }) => `${role} ${actions}`)).toEqual(there);
    expect([secrets.length, told.length]).toEqual(stage === 'sample' ? [0, 0] : [1, 1]);
    if (stage === 'sample') return;
    const Ref = secrets[0]?.[0];
    expect(told[0]?.[1].Properties).toMatchObject({ Environment: { Variables: { CDN_SECRET: { Ref } } } });
    const reference = ['', ['{{resolve:secretsmanager:', { Ref }, ':SecretString:::}}']];
    template.hasResourceProperties('AWS::CloudFront::Distribution', {
      DistributionConfig: {
        Origins: [
          {
            OriginCustomHeaders: [{ HeaderName: CDN_SECRET_HEADER, HeaderValue: { 'Fn::Join': reference } }],
          },
        ],
      },
    });
  });

  it('makes an edition a day at the stage’s hour, in UTC, and dispatches every quarter of an hour', () => {
    template.hasResourceProperties('AWS::Scheduler::Schedule', {
      ScheduleExpression: 'cron(30 4 * * ? *)',
      ScheduleExpressionTimezone: 'Etc/UTC',
      Target: { Input: '{"scheduledTime":"<aws.scheduler.scheduled-time>"}' },
    });
    template.hasResourceProperties('AWS::Scheduler::Schedule', { ScheduleExpression: 'rate(15 minutes)' });
  });
});
