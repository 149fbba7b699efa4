import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetFunctionConfigurationCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { GetScheduleCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import {
  GetSecretValueCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { SESClient } from '@aws-sdk/client-ses';
import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { queueClient } from '../../shared/queue.js';
import { openTable } from '../../shared/stores/table.js';
import { DeployedStack } from '../deployed.js';
import type { OpsHouse } from './house.js';

const SCHEDULES = { 'every-day': 'edition/every-day', 'every-quarter': 'delivery/every-quarter' };
const QUEUE = 'AWS::SQS::Queue';

/**
 * The house of a deployed stage, with the operator's own credentials.
 * @throws NotDeployedError when there is no such stage, or its stack is of another version
 */
export async function openAwsHouse(stageName: string): Promise<OpsHouse> {
  const stack = await DeployedStack.read(stageName);
  const environment = await environmentOf(stack);
  const reference = stack.id('AWS::SecretsManager::Secret', 'keys/secrets');
  const secrets = new SecretsManagerClient({});
  const tables = new DynamoDBClient({});
  return {
    name: `stage ${stageName} on AWS`,
    content: openTable(stack.id('AWS::DynamoDB::GlobalTable', 'tables/content'), tables),
    subscribers: openTable(stack.id('AWS::DynamoDB::GlobalTable', 'tables/subscribers'), tables),
    ses: new SESClient({}),
    sqs: queueClient(),
    queueUrl: stack.id(QUEUE, 'delivery/deliveries'),
    deadLetters: [
      { name: 'deliveries', url: stack.id(QUEUE, 'delivery/deliveries-dead') },
      { name: 'mail events', url: stack.id(QUEUE, 'mail-events/mail-events-dead') },
    ],
    environment,
    secrets: {
      reference,
      read: async () =>
        (await secrets.send(new GetSecretValueCommand({ SecretId: reference }))).SecretString ?? '',
      write: async (SecretString) => {
        await secrets.send(new PutSecretValueCommand({ SecretId: reference, SecretString }));
      },
    },
    domain: stack.id('AWS::SES::EmailIdentity', 'sending/identity'),
    schedules: () => schedulesOf(stack),
    makeEdition: async (day) => {
      const stateMachineArn = stack.id('AWS::StepFunctions::StateMachine', 'edition/edition');
      await new SFNClient({}).send(
        new StartExecutionCommand({ stateMachineArn, input: JSON.stringify({ day }) }),
      );
      return `The state machine was started for ${day}; it takes a few minutes.`;
    },
    close: async () => {},
  };
}

async function environmentOf(stack: DeployedStack): Promise<Record<string, string>> {
  const FunctionName = stack.id('AWS::Lambda::Function', 'delivery/deliver');
  const { Environment } = await new LambdaClient({}).send(
    new GetFunctionConfigurationCommand({ FunctionName }),
  );
  return Environment?.Variables ?? {};
}

async function schedulesOf(stack: DeployedStack): Promise<{ name: string; isOn: boolean }[]> {
  const client = new SchedulerClient({});
  return Promise.all(
    Object.entries(SCHEDULES).map(async ([name, path]) => {
      const { State } = await client.send(
        new GetScheduleCommand({ Name: stack.id('AWS::Scheduler::Schedule', path) }),
      );
      return { name, isOn: State === 'ENABLED' };
    }),
  );
}
