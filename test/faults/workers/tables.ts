import { startDynamoDb } from '../../../infra/local/embedded/dynamodb.js';
import { tellParent } from './orders.js';

const { endpoint } = await startDynamoDb();
tellParent({ kind: 'ready', endpoint });
