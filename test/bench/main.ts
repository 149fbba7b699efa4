import { Command } from 'commander';
import { addDelivery } from './delivery.js';
import { addEmbedder } from './embedder.js';
import { addImport } from './import.js';
import { addPages } from './pages.js';
import { addUnderstanding } from './understanding.js';

const program = new Command('npm run bench --').description(
  'Measures this project beside what people use today, on this machine.',
);
addDelivery(program);
addEmbedder(program);
addImport(program);
addPages(program);
addUnderstanding(program);
await program.parseAsync();
