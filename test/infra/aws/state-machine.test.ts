import aslValidator from 'asl-validator';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { sources } from '../../../infra/house.js';
import { resourcesOf, templateOf } from './built.js';

const Definition = z.object({ 'Fn::Join': z.tuple([z.literal(''), z.array(z.unknown())]) });

/** The definition as Step Functions gets it, functions by an ARN of their construct's name. */
function definition(): Record<string, unknown> {
  const [[, machine] = []] = resourcesOf(templateOf(), 'AWS::StepFunctions::StateMachine');
  const parts = Definition.parse(machine?.Properties.DefinitionString)['Fn::Join'][1];
  const arn = 'arn:aws:lambda:eu-west-1:123456789012:function:one';
  return JSON.parse(parts.map((part) => (typeof part === 'string' ? part : arn)).join(''));
}

describe('the state machine', () => {
  it('is valid Amazon States Language', () => {
    const { isValid, errorsText } = aslValidator(definition());

    expect(errorsText()).toBe('');
    expect(isValid).toBe(true);
  });

  it('collects every source of the house by itself, tries again, and goes on without one that fails', () => {
    expect(definition()).toMatchObject({
      States: {
        'collect every source': {
          Items: [...sources],
          ItemProcessor: {
            States: {
              'collect one source': {
                Retry: [{ ErrorEquals: ['States.ALL'], MaxAttempts: 3 }],
                Catch: [{ ErrorEquals: ['States.ALL'], Next: 'go on without it' }],
              },
            },
          },
          Next: 'compile the edition',
        },
      },
    });
  });
});
