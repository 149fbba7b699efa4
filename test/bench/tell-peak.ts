import { peakBytes } from './peak.js';

// Ends a process that it is imported into with what it took of memory at the most, in bytes.
process.on('exit', () => process.stderr.write(`\n${peakBytes()}`));
