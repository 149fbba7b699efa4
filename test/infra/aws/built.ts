import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { DigestStack } from '../../../infra/aws/stack.js';
import { readStage } from '../../../infra/aws/stage-file.js';

/** A resource of a template, as far as tests ask for it. */
export interface Resource {
  Type: string;
  Properties: Record<string, unknown>;
  DeletionPolicy?: string;
  UpdateReplacePolicy?: string;
}

/** Builds a sample stage without bundling its functions. */
export function buildStack(name = 'sample'): { app: App; stack: DigestStack } {
  // Validating every template takes ten seconds; `npm run synth` does it.
  process.env.CDK_VALIDATION = 'false';
  const app = new App({
    context: {
      'aws:cdk:bundling-stacks': [],
      'aws:cdk:enable-path-metadata': true,
      '@aws-cdk/aws-iam:minimizePolicies': true,
    },
  });
  return { app, stack: new DigestStack(app, name, readStage(name)) };
}

/** The template of a sample stage. */
export function templateOf(name?: string): Template {
  return Template.fromStack(buildStack(name).stack);
}

/** The resources of one type, by their logical ids. */
export function resourcesOf(template: Template, type: string): [string, Resource][] {
  return Object.entries(template.findResources(type) as Record<string, Resource>);
}
