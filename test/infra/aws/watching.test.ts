import { readFileSync } from 'node:fs';
import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { limits } from '../../../infra/aws/limits.js';
import { readStage } from '../../../infra/aws/stage-file.js';
import { functions } from '../../../infra/house.js';
import { metrics } from '../../../shared/metrics.js';
import { resourcesOf, templateOf } from './built.js';

const NAMESPACE = 'research-digest/sample';

const template = templateOf();
const alarms = resourcesOf(template, 'AWS::CloudWatch::Alarm');
const told = Object.values(metrics).flatMap((names) => Object.keys(names));

const Named = z.object({ Namespace: z.string(), MetricName: z.string(), Dimensions: z.unknown().optional() });
const OnOne = Named.transform((metric) => [metric]);
const OnSeveral = z
  .object({ Metrics: z.array(z.object({ MetricStat: z.object({ Metric: Named }).optional() })) })
  .transform(({ Metrics }) => Metrics.flatMap(({ MetricStat }) => (MetricStat ? [MetricStat.Metric] : [])));
/** The metrics that an alarm looks at. */
const metricsOf = (properties: unknown) => z.union([OnOne, OnSeveral]).parse(properties);
const headingOf = (properties: Record<string, unknown>) =>
  /#(.+)$/.exec(String(properties.AlarmDescription))?.[1] ?? '';

/** A row of a widget's `metrics`: namespace and name first, or an expression. */
const Widget = z.object({
  properties: z.object({
    title: z.string().optional(),
    metrics: z.array(z.array(z.unknown())).default([]),
    annotations: z.object({ horizontal: z.array(z.object({ value: z.number() })) }).optional(),
  }),
});
type Widget = z.infer<typeof Widget>['properties'];
const Body = z.object({
  DashboardBody: z.object({ 'Fn::Join': z.tuple([z.literal(''), z.array(z.unknown())]) }),
});

/** What the dashboard shows, from top to bottom. */
function widgets(): Widget[] {
  const [[, dashboard] = []] = resourcesOf(template, 'AWS::CloudWatch::Dashboard');
  const parts = Body.parse(dashboard?.Properties).DashboardBody['Fn::Join'][1];
  const text = parts.map((part) => (typeof part === 'string' ? part : 'a-resource')).join('');
  return z
    .object({ widgets: z.array(Widget) })
    .parse(JSON.parse(text))
    .widgets.map(({ properties }) => properties);
}

const widgetOf = (metricName: string) =>
  widgets().find((widget) => JSON.stringify(widget).includes(`"${metricName}"`));
const linesAt = (metricName: string) =>
  widgetOf(metricName)?.annotations?.horizontal.map(({ value }) => value) ?? [];

describe('an alarm', () => {
  it('wakes the stage’s own person', () => {
    template.hasResourceProperties('AWS::SNS::Subscription', {
      Protocol: 'email',
      Endpoint: 'operator@example.org',
    });
    for (const [id, { Properties }] of alarms) expect(Properties.AlarmActions, id).toHaveLength(1);
  });

  it('may publish to the topic that it is to wake that person by', () => {
    template.hasResourceProperties('AWS::SNS::TopicPolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Effect: 'Allow',
            Action: 'sns:Publish',
            Principal: { Service: 'cloudwatch.amazonaws.com' },
          }),
        ]),
      },
    });
  });

  it('is explained under a heading of the runbook: what it means, how to look, what to do; none is left over', () => {
    const sections = readFileSync('docs/runbook.md', 'utf8').split(/^### /m).slice(1);
    const headings = sections.map((section) => section.split('\n', 1)[0]);

    expect(alarms.map(([, { Properties }]) => headingOf(Properties)).sort()).toEqual(headings.sort());
    for (const section of sections) expect(section).toMatch(/\*Means:\*.+\*Look:\*.+\*Do:\*/s);
  });

  it.each(['sample', 'sample-large'])('stands at every dead-letter queue of stage %s', (stage) => {
    const built = templateOf(stage);
    const dead = resourcesOf(built, 'AWS::SQS::Queue').filter(([id]) => /dead/.test(id));

    expect(dead.length).toBeGreaterThan(1);
    for (const [id] of dead) {
      built.hasResourceProperties('AWS::CloudWatch::Alarm', {
        MetricName: 'ApproximateNumberOfMessagesVisible',
        Dimensions: [{ Name: 'QueueName', Value: { 'Fn::GetAtt': [id, 'QueueName'] } }],
        Threshold: 1,
      });
    }
  });

  it('goes off when no edition came, even when nothing at all is told', () => {
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      MetricName: 'EditionAgeHours',
      Threshold: 26,
      TreatMissingData: 'breaching',
    });
  });

  it('looks, where it is at a metric of our own, at one that a function tells, in the stage’s namespace', () => {
    const ours = alarms
      .flatMap(([, { Properties }]) => metricsOf(Properties))
      .filter(({ Namespace }) => !Namespace.startsWith('AWS/'));

    expect(ours.length).toBeGreaterThanOrEqual(8);
    for (const { Namespace, MetricName, Dimensions } of ours) {
      expect([Namespace, Dimensions]).toEqual([NAMESPACE, undefined]);
      expect(told).toContain(MetricName);
    }
  });

  it('is paid for by the metrics it looks at, which are at most 18', () => {
    expect(alarms.flatMap(([, { Properties }]) => metricsOf(Properties)).length).toBeLessThanOrEqual(18);
  });
});

describe('a function that tells metrics', () => {
  it('is given the stage’s namespace, and no other function is', () => {
    const given = resourcesOf(template, 'AWS::Lambda::Function').flatMap(([id, { Properties }]) => {
      const { Variables } = z
        .object({ Variables: z.record(z.string(), z.unknown()) })
        .parse(Properties.Environment);
      return 'METRICS_NAMESPACE' in Variables ? [[id, Variables.METRICS_NAMESPACE]] : [];
    });

    expect(given).toHaveLength(Object.keys(metrics).length);
    for (const teller of Object.keys(metrics)) {
      const mark = teller.replaceAll('-', '');
      expect(given).toContainEqual([expect.stringMatching(new RegExp(`${mark}[0-9A-F]{8}$`)), NAMESPACE]);
    }
  });
});

describe('the one dashboard', () => {
  it('shows every metric that a function tells, and none of ours that nobody does', () => {
    template.resourceCountIs('AWS::CloudWatch::Dashboard', 1);

    const shown = widgets().flatMap(({ metrics: rows }) =>
      rows.filter(([namespace]) => namespace === NAMESPACE).map(([, name]) => name),
    );

    expect([...shown].sort()).toEqual([...told].sort());
  });

  it('draws the limits that the alarms have, and SES’s and the cap, as lines', () => {
    const { stage } = readStage('sample');

    expect(linesAt('EditionAgeHours')).toEqual([limits.editionAgeHours]);
    expect(linesAt('ModelSpendUsd')).toEqual([stage.spendingCapUsd]);
    expect(linesAt('ModelFailures')).toEqual([limits.modelFailures]);
    expect(linesAt('LongestWaitMinutes')).toEqual([120]);
    expect(linesAt('Doubtful')).toEqual([1]);
    expect(linesAt('Reputation.BounceRate')).toEqual([0.03, 0.05, 0.1]);
    expect(linesAt('Reputation.ComplaintRate')).toEqual([0.0008, 0.001, 0.005]);
  });

  it('goes from top to bottom as a day does', () => {
    const order = ['PapersStored', 'Due', 'Reputation.BounceRate', '5xx'].map((name) => {
      const widget = widgetOf(name);
      return widgets().findIndex(({ title }) => title === widget?.title);
    });

    expect(order).toEqual([...order].sort((one, other) => one - other));
    expect(order[0]).toBeGreaterThan(0);
  });

  it('stays within the 50 metrics of a dashboard that costs nothing', () => {
    expect(widgets().flatMap(({ metrics: rows }) => rows).length).toBeLessThanOrEqual(50);
  });
});

const MachineTracing = z.object({ Enabled: z.boolean() }).default({ Enabled: false });

describe.each(['sample', 'sample-large'])('what stage %s writes down', (name) => {
  const { stage } = readStage(name);
  const built = templateOf(name);
  const lambdas = resourcesOf(built, 'AWS::Lambda::Function');
  const [[, machine] = []] = resourcesOf(built, 'AWS::StepFunctions::StateMachine');

  it('goes to a log of each function’s own and one of the state machine’s, and dies with its days', () => {
    const kept = new Map(
      resourcesOf(built, 'AWS::Logs::LogGroup').map(([id, { Properties }]) => [
        id,
        Properties.RetentionInDays,
      ]),
    );
    const Config = z.object({ LogGroup: z.object({ Ref: z.string() }) });
    const logs = lambdas.map(([, { Properties }]) => Config.parse(Properties.LoggingConfig).LogGroup.Ref);
    const MachineLog = z.object({
      IncludeExecutionData: z.literal(false),
      Destinations: z.tuple([
        z.object({
          CloudWatchLogsLogGroup: z.object({
            LogGroupArn: z.object({ 'Fn::GetAtt': z.tuple([z.string(), z.literal('Arn')]) }),
          }),
        }),
      ]),
    });
    const { Destinations } = MachineLog.parse(machine?.Properties.LoggingConfiguration);
    logs.push(Destinations[0].CloudWatchLogsLogGroup.LogGroupArn['Fn::GetAtt'][0]);

    expect(new Set(logs).size).toBe(Object.keys(functions).length + 1);
    for (const log of logs) expect(kept.get(log)).toBe(stage.logDays);
  });

  it('is traced everywhere or nowhere, as the stage says', () => {
    const mode = stage.tracing ? { Mode: 'Active' } : undefined;

    for (const [id, { Properties }] of lambdas) expect(Properties.TracingConfig, id).toEqual(mode);
    expect(MachineTracing.parse(machine?.Properties.TracingConfiguration).Enabled).toBe(stage.tracing);
  });
});
