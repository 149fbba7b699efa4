import { queues } from '../house.js';
import { startDynamoDb } from '../local/embedded/dynamodb.js';
import { startSes } from '../local/embedded/ses.js';
import { startSqs } from '../local/embedded/sqs.js';
import { startMeter } from './meter.js';

const dynamoDb = await startDynamoDb();
const sqs = await startSqs({ queues: [{ name: 'deliveries', ...queues.deliveries }] });
const ses = await startSes({ onEvent: (event) => process.send?.({ event }), plan: { sink: false } });
const meter = await startMeter({ dynamoDb: dynamoDb.endpoint, sqs: sqs.endpoint, ses: ses.endpoint });
process.once('disconnect', () => process.exit());
process.send?.({ endpoint: meter.endpoint, queueUrl: sqs.queueUrl('deliveries') });
