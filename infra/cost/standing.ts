import { App } from 'aws-cdk-lib';
import { z } from 'zod';
import { parseAs } from '../../shared/parse.js';
import { DigestStack } from '../aws/stack.js';
import { readStage } from '../aws/stage-file.js';

const Metric = z.looseObject({ MetricStat: z.unknown().optional() });
const Resource = z.object({
  Type: z.string(),
  Properties: z.looseObject({ Metrics: z.array(Metric).optional() }).default({}),
});
const Template = z.object({ Resources: z.record(z.string(), Resource) });

/** What a stage has whether or not anybody subscribes. */
export interface Standing {
  /** Metrics that alarms look at: one that reckons with two is paid for twice. */
  alarms: number;
  dashboards: number;
  secrets: number;
  tables: number;
  /** 1 where the stage's records are made in a zone of Route 53, which is then there for it. */
  zones: number;
}

/** Builds the stage's stack and counts what is charged for by its standing there. @throws StageError */
export function standingOf(stageName: string): Standing {
  // Validating the template takes seconds; `npm run synth` does it.
  process.env.CDK_VALIDATION = 'false';
  const { stage } = readStage(stageName);
  const app = new App({ context: { 'aws:cdk:bundling-stacks': [] } });
  const stack = new DigestStack(app, stageName, { stageName, stage });
  const { template } = app.synth().getStackArtifact(stack.artifactId);
  const resources = Object.values(parseAs(Template, template, 'template').Resources);
  const all = (type: string) => resources.filter(({ Type }) => Type === `AWS::${type}`);
  const count = (type: string) => all(type).length;
  const metricsOf = ({ Properties: { Metrics = [] } }: z.output<typeof Resource>) =>
    Math.max(1, Metrics.filter(({ MetricStat }) => MetricStat !== undefined).length);
  return {
    alarms: all('CloudWatch::Alarm').reduce((sum, alarm) => sum + metricsOf(alarm), 0),
    dashboards: count('CloudWatch::Dashboard'),
    secrets: count('SecretsManager::Secret'),
    tables: count('DynamoDB::GlobalTable') + count('DynamoDB::Table'),
    zones: stage.hostedZone ? 1 : 0,
  };
}
