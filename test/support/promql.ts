import { parser } from '@prometheus-io/lezer-promql';

export interface Selector {
  metric: string;
  /** What is asked of labels. */
  matchers: { label: string; op: string; value: string }[];
}

/** What an expression reads. */
export interface Reading {
  selectors: Selector[];
  /** Labels by which it groups or joins. */
  grouping: string[];
}

type Tree = ReturnType<typeof parser.parse>;

/**
 * Reads a PromQL expression with the grammar that Prometheus' own web page uses.
 * @throws Error where it is not valid
 */
export function readPromql(expression: string): Reading {
  const tree: Tree = parser.parse(expression);
  const reading: Reading = { selectors: [], grouping: [] };
  const textOf = ({ from, to }: { from: number; to: number }): string => expression.slice(from, to);
  tree.iterate({
    enter(node) {
      if (node.type.isError)
        throw new Error(
          `not PromQL at ${node.from}: ${expression.slice(0, node.from)}<here>${expression.slice(node.from)}`,
        );
      if (node.name === 'VectorSelector') {
        const name = node.node.getChild('Identifier');
        if (!name) throw new Error(`a selector without a name: ${textOf(node)}`);
        reading.selectors.push({ metric: textOf(name), matchers: [] });
      }
      if (node.name === 'UnquotedLabelMatcher') {
        const [label, op, value] = ['LabelName', 'MatchOp', 'StringLiteral'].map((kind) =>
          textOf(node.node.getChild(kind)!),
        );
        reading.selectors
          .at(-1)!
          .matchers.push({ label: label!, op: op!, value: JSON.parse(value!) as string });
      }
      if (node.name === 'GroupingLabels')
        reading.grouping.push(...node.node.getChildren('LabelName').map(textOf));
    },
  });
  return reading;
}
