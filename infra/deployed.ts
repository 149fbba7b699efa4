import { CloudFormationClient, paginateListStackResources } from '@aws-sdk/client-cloudformation';
import { z } from 'zod';
import { DigestError } from '../shared/errors.js';
import { parseAs } from '../shared/parse.js';

/** A stage is not deployed, or not as this version of the project deploys it. */
export class NotDeployedError extends DigestError {
  readonly code = 'not-deployed';
}

const Resource = z.object({
  LogicalResourceId: z.string(),
  PhysicalResourceId: z.string(),
  ResourceType: z.string(),
});

/** What CloudFormation made for a stage, found by type and by where it stands in `infra/aws`. */
export class DeployedStack {
  private constructor(
    readonly stackName: string,
    private readonly resources: readonly z.infer<typeof Resource>[],
  ) {}

  /** Reads what the stack of a stage consists of. @throws NotDeployedError when there is none */
  static async read(stageName: string, client = new CloudFormationClient({})): Promise<DeployedStack> {
    const StackName = `research-digest-${stageName}`;
    const resources: z.infer<typeof Resource>[] = [];
    try {
      for await (const page of paginateListStackResources({ client }, { StackName })) {
        for (const summary of page.StackResourceSummaries ?? []) {
          if (summary.PhysicalResourceId) resources.push(parseAs(Resource, summary, 'stack resource'));
        }
      }
    } catch (cause) {
      if (!(cause instanceof Error && cause.name === 'ValidationError')) throw cause;
    }
    // AWS refuses to list what is not there; MiniStack lists nothing.
    if (resources.length === 0) {
      throw new NotDeployedError(`stage ${stageName}: CloudFormation knows no stack ${StackName}`);
    }
    return new DeployedStack(StackName, resources);
  }

  /**
   * The name or ARN of a resource, as CloudFormation calls it.
   * @param path its constructs from the stack down, such as `delivery/deliveries`
   * @throws NotDeployedError when the stack has none
   */
  id(type: string, path: string): string {
    const logical = new RegExp(`^${logicalName(path)}[0-9A-F]{8}$`);
    const found = this.resources.find(
      (resource) => resource.ResourceType === type && logical.test(resource.LogicalResourceId),
    );
    if (found) return found.PhysicalResourceId;
    throw new NotDeployedError(`stack ${this.stackName}: expected ${type} ${path}; deploy it again`);
  }
}

/** As the CDK makes it of a path: no hyphens, and no name again that the one before ends with. */
function logicalName(path: string): string {
  return path
    .split('/')
    .filter((name, at, all) => !all[at - 1]?.endsWith(name))
    .join('')
    .replaceAll(/[^A-Za-z0-9]/g, '');
}
