import { Duration, RemovalPolicy, TimeZone } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import {
  ContextAttribute,
  Schedule,
  ScheduleExpression,
  ScheduleTargetInput,
} from 'aws-cdk-lib/aws-scheduler';
import { StepFunctionsStartExecution } from 'aws-cdk-lib/aws-scheduler-targets';
import {
  DefinitionBody,
  Errors,
  LogLevel,
  Map as MapState,
  Pass,
  ProvideItems,
  QueryLanguage,
  StateMachine,
  TaskInput,
} from 'aws-cdk-lib/aws-stepfunctions';
import { LambdaInvoke } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { Construct } from 'constructs';
import type { Environment as CollectEnvironment } from '../../functions/collect/index.js';
import type { Environment as CompileEnvironment } from '../../functions/compile/index.js';
import { sources } from '../house.js';
import type { Stage } from './config.js';
import {
  actingAs,
  type FunctionSurroundings,
  HouseFunction,
  INVOKE,
  serviceRole,
  WRITE_TRACES,
  waitForRights,
} from './functions.js';
import type { StageSecrets } from './secrets.js';

/** What is between this stretch and the rest of the house. */
interface EditionFlowProps {
  stage: Stage;
  surroundings: FunctionSurroundings;
  secrets: StageSecrets;
}

/** Four tries at collecting and four at compiling, each as long as it may be, with the pauses between, end before. */
const LONGEST_DAY = Duration.hours(4);

/** Once a day: every source is collected by itself, and what was collected becomes the day's edition. */
export class EditionFlow extends Construct {
  readonly collect: HouseFunction<typeof CollectEnvironment>;
  readonly compile: HouseFunction<typeof CompileEnvironment>;
  readonly stateMachine: StateMachine;

  constructor(scope: Construct, id: string, { stage, surroundings, secrets }: EditionFlowProps) {
    super(scope, id);
    const { tables, metricsNamespace } = surroundings;
    this.collect = new HouseFunction<typeof CollectEnvironment>(
      this,
      'collect',
      {
        CONTENT_TABLE: tables.content.tableName,
        ARXIV_CATEGORIES: stage.categories.join(','),
        SOURCE_CONTACT: stage.sender.address,
        ...(stage.sources.arxivBaseUrl && { ARXIV_BASE_URL: stage.sources.arxivBaseUrl }),
        ...(stage.sources.huggingfaceBaseUrl && { HUGGINGFACE_BASE_URL: stage.sources.huggingfaceBaseUrl }),
      },
      surroundings,
    );
    this.compile = new HouseFunction<typeof CompileEnvironment>(
      this,
      'compile',
      {
        CONTENT_TABLE: tables.content.tableName,
        SECRETS: secrets.reference,
        EMBEDDER: 'openai',
        SPENDING_CAP_USD: String(stage.spendingCapUsd),
        METRICS_NAMESPACE: metricsNamespace,
        ...(stage.openAiBaseUrl && { OPENAI_BASE_URL: stage.openAiBaseUrl }),
      },
      surroundings,
    );
    this.compile.may(['secretsmanager:GetSecretValue'], [secrets.reference]);

    this.stateMachine = this.#stateMachine(surroundings);
    const [hour = '', minute = ''] = stage.editionAt.split(':').map((part) => String(Number(part)));
    const role = serviceRole(
      this,
      'every-day-role',
      'scheduler.amazonaws.com',
      ['states:StartExecution'],
      [this.stateMachine.stateMachineArn],
    );
    new Schedule(this, 'every-day', {
      description: `Makes the day's edition at ${stage.editionAt} UTC`,
      schedule: ScheduleExpression.cron({ hour, minute, timeZone: TimeZone.ETC_UTC }),
      target: new StepFunctionsStartExecution(this.stateMachine, {
        input: ScheduleTargetInput.fromObject({ scheduledTime: ContextAttribute.scheduledTime }),
        role: actingAs(role),
        retryAttempts: 10,
        maxEventAge: Duration.hours(6),
      }),
    });
  }

  #stateMachine({ logRetention, tracing }: FunctionSurroundings): StateMachine {
    const role = serviceRole(this, 'edition-role', 'states.amazonaws.com', INVOKE, [
      this.collect.functionArn,
      this.compile.functionArn,
    ]);
    role.addToPolicy(logDelivery);
    if (tracing) role.addToPolicy(new PolicyStatement({ actions: WRITE_TRACES, resources: ['*'] }));
    const logGroup = new LogGroup(this, 'edition-log', {
      retention: logRetention,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const stateMachine = new StateMachine(this, 'edition', {
      definitionBody: DefinitionBody.fromChainable(
        this.#nameDay().next(this.#collectAll()).next(this.#publish()),
      ),
      queryLanguage: QueryLanguage.JSONATA,
      timeout: LONGEST_DAY,
      tracingEnabled: tracing,
      role: actingAs(role),
      logs: { destination: logGroup, level: LogLevel.ALL, includeExecutionData: false },
    });
    waitForRights(stateMachine, role);
    return stateMachine;
  }

  /** The scheduled day, even when the start was late; an operator who makes an edition anew names the day. */
  #nameDay(): Pass {
    return Pass.jsonata(this, 'name the day', {
      assign: {
        day: '{% $exists($states.input.day) ? $states.input.day : $substring($states.input.scheduledTime, 0, 10) %}',
      },
    });
  }

  /** Answers `failures`: what the sources that could not be read had to say. */
  #collectAll(): MapState {
    const collectOne = LambdaInvoke.jsonata(this, 'collect one source', {
      lambdaFunction: this.collect,
      payload: TaskInput.fromObject({ day: '{% $day %}', source: '{% $states.input %}' }),
      payloadResponseOnly: true,
      retryOnServiceExceptions: false,
    });
    collectOne.addRetry({
      errors: [Errors.ALL],
      interval: Duration.minutes(2),
      backoffRate: 3,
      maxAttempts: 3,
    });
    collectOne.addCatch(Pass.jsonata(this, 'go on without it'), {
      outputs: { source: '{% $states.input %}', problem: PROBLEM },
    });
    const all = MapState.jsonata(this, 'collect every source', {
      items: ProvideItems.jsonArray([...sources]),
      outputs: { failures: '{% [$states.result[$exists(problem)]] %}' },
    });
    return all.itemProcessor(collectOne);
  }

  #publish(): LambdaInvoke {
    const publish = LambdaInvoke.jsonata(this, 'compile the edition', {
      lambdaFunction: this.compile,
      payload: TaskInput.fromObject({ day: '{% $day %}', failures: '{% $states.input.failures %}' }),
      payloadResponseOnly: true,
      retryOnServiceExceptions: false,
    });
    publish.addRetry({ errors: [Errors.ALL], interval: Duration.minutes(1), backoffRate: 5, maxAttempts: 3 });
    return publish;
  }
}

/** What readers are told of a source that failed: its own words, without its name; of anything else, no inner workings. */
const PROBLEM =
  "{% $states.errorOutput.Error = 'SourceError' ? $substringAfter($parse($states.errorOutput.Cause).errorMessage, ': ') : 'could not be read' %}";

/** What a state machine needs to write its log; AWS knows no names for these. */
const logDelivery = new PolicyStatement({
  actions: [
    'logs:CreateLogDelivery',
    'logs:GetLogDelivery',
    'logs:UpdateLogDelivery',
    'logs:DeleteLogDelivery',
    'logs:ListLogDeliveries',
    'logs:PutResourcePolicy',
    'logs:DescribeResourcePolicies',
    'logs:DescribeLogGroups',
  ],
  resources: ['*'],
});
