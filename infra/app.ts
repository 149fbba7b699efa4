import { App } from 'aws-cdk-lib';
import { DigestStack } from './aws/stack.js';
import { readStage, StageError } from './aws/stage-file.js';

/** Builds the stack of the stage that `--context stage=NAME` names, from infra/stages or the folder `--context stages=FOLDER`. */
function build(): void {
  const app = new App();
  const { stageName, stage } = readStage(app.node.tryGetContext('stage'), app.node.tryGetContext('stages'));
  new DigestStack(app, `research-digest-${stageName}`, {
    stageName,
    stage,
    description: `research-digest, stage ${stageName}`,
    terminationProtection: true,
  });
  app.synth();
}

try {
  build();
} catch (error) {
  if (!(error instanceof StageError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
