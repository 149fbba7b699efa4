import { describe, expect, it } from 'vitest';
import { metrics, metricsOf } from '../../shared/metrics.js';

const AT = new Date('2026-01-22T07:15:00Z');

describe('telling metrics', () => {
  it('writes one whole line of CloudWatch’s embedded metric format, without a dimension', () => {
    const lines: string[] = [];

    metricsOf('compile', 'ours', (line) => lines.push(line))({ PapersStored: 12, ModelSpendUsd: 0.5 }, AT);

    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/^\{.*\}\n$/);
    expect(JSON.parse(lines[0] ?? '')).toEqual({
      _aws: {
        Timestamp: AT.getTime(),
        CloudWatchMetrics: [
          {
            Namespace: 'ours',
            Dimensions: [[]],
            Metrics: [
              { Name: 'PapersStored', Unit: 'Count' },
              { Name: 'ModelSpendUsd', Unit: 'None' },
            ],
          },
        ],
      },
      code: 'compile.told',
      PapersStored: 12,
      ModelSpendUsd: 0.5,
    });
  });

  it('writes nothing where nobody listens, and nothing where there is nothing to tell', () => {
    const lines: string[] = [];
    const write = (line: string) => lines.push(line);

    metricsOf('deliver', undefined, write)({ QuotaSpent: 1 }, AT);
    metricsOf('deliver', 'ours', write)({}, AT);

    expect(lines).toEqual([]);
  });

  it('has each name once, since dimensions keep none apart', () => {
    const names = Object.values(metrics).flatMap((told) => Object.keys(told));

    expect(new Set(names).size).toBe(names.length);
  });
});
