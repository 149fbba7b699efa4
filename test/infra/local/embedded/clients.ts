import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SESClient } from '@aws-sdk/client-ses';
import { SQSClient } from '@aws-sdk/client-sqs';

const local = { region: 'us-east-1', credentials: { accessKeyId: 'local', secretAccessKey: 'local' } };

export const dynamoDbClient = (endpoint: string) => new DynamoDBClient({ ...local, endpoint });
export const sqsClient = (endpoint: string) => new SQSClient({ ...local, endpoint });
/** One attempt, so that a test sees what happened to it; times out after `timeoutMs`. */
export const sesClient = (endpoint: string, timeoutMs = 10_000) =>
  new SESClient({
    ...local,
    endpoint,
    maxAttempts: 1,
    requestHandler: { requestTimeout: timeoutMs, throwOnRequestTimeout: true },
  });
