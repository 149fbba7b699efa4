import { startDynamoDb } from '../../../infra/local/embedded/dynamodb.js';
import { startSes } from '../../../infra/local/embedded/ses.js';

const ses = await startSes({ plan: { sink: true } });
const dynamoDb = await startDynamoDb();
process.once('disconnect', () => process.exit());
process.send?.({ ses: ses.endpoint, dynamoDb: dynamoDb.endpoint });
