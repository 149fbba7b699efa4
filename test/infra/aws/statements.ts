import type { Template } from 'aws-cdk-lib/assertions';
import { z } from 'zod';
import { resourcesOf } from './built.js';

const List = z.union([z.string(), z.array(z.string())]).transform((value) => [value].flat());
const Statement = z.object({
  Effect: z.string(),
  Action: List,
  Resource: z.unknown(),
  Condition: z.record(z.string(), z.record(z.string(), List)).default({}),
});
const Policy = z.object({
  PolicyDocument: z.object({ Statement: z.array(Statement) }),
  Roles: z.array(z.object({ Ref: z.string() })),
});

/** What one role may do to one resource; names are those of the constructs. */
export interface Grant {
  role: string;
  actions: string[];
  /** `*`, or the construct's name, with what follows it in the ARN. */
  resource: string;
  condition: string;
}

/** Every right of every role in the template; there are no others, since no role has a managed policy. */
export function grantsOf(template: Template): Grant[] {
  const nameOf = constructNames(template);
  return resourcesOf(template, 'AWS::IAM::Policy').flatMap(([, { Properties }]) => {
    const { PolicyDocument, Roles } = Policy.parse(Properties);
    return PolicyDocument.Statement.flatMap(({ Action, Resource, Condition }) =>
      [Resource].flat().map((resource) => ({
        role: Roles.map((role) => nameOf(role.Ref)).join(),
        actions: [...Action].sort(),
        resource: resourceName(resource, nameOf),
        condition: Object.values(Condition)
          .flatMap((keys) => Object.values(keys).flat())
          .join(', '),
      })),
    );
  });
}

/** The name of the construct that made a resource, by its logical id. */
function constructNames(template: Template): (logicalId: string) => string {
  const resources: Record<string, { Metadata?: { 'aws:cdk:path'?: string } }> = template.toJSON().Resources;
  return (logicalId) => {
    const path = resources[logicalId]?.Metadata?.['aws:cdk:path'] ?? logicalId;
    return (
      path
        .replace(/\/(Default|Resource)$/, '')
        .split('/')
        .at(-1) ?? path
    );
  };
}

const Ref = z.object({ Ref: z.string() });
const GetAtt = z.object({ 'Fn::GetAtt': z.tuple([z.string(), z.string()]) });
const Join = z.object({ 'Fn::Join': z.tuple([z.literal(''), z.array(z.unknown())]) });

function resourceName(resource: unknown, nameOf: (logicalId: string) => string): string {
  if (typeof resource === 'string') return resource;
  const ref = Ref.safeParse(resource);
  if (ref.success) return ref.data.Ref.startsWith('AWS::') ? '' : nameOf(ref.data.Ref);
  const attribute = GetAtt.safeParse(resource);
  if (attribute.success) return nameOf(attribute.data['Fn::GetAtt'][0]);
  const parts = Join.parse(resource)['Fn::Join'][1].map((part) => resourceName(part, nameOf));
  return parts.join('').replace(/^arn:.*[:/](?=[^:/]+$)/, '');
}
