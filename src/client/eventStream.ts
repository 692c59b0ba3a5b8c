/** One event of a `text/event-stream`. */
export interface StreamEvent {
  event: string;
  id: string;
  /** The text of the `data` lines; JSON, with this API. */
  data: string;
}

/**
 * The events of an answer as they arrive, until it ends.
 * @throws Error when the connection breaks
 */
export async function* eventsOf(response: Response): AsyncGenerator<StreamEvent, void> {
  if (!response.body) return;
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
    text += decoder.decode(chunk, { stream: true });
    const blocks = text.split('\n\n');
    text = blocks.pop() ?? '';
    for (const block of blocks) {
      const event = eventIn(block);
      if (event) yield event;
    }
  }
}

/** Null for comments, which only keep the connection open, and for settings of the stream. */
function eventIn(block: string): StreamEvent | null {
  const values = (field: string): string[] =>
    block
      .split('\n')
      .flatMap((line) => (line.startsWith(`${field}: `) ? [line.slice(field.length + 2)] : []));
  const data = values('data');
  if (data.length === 0) return null;
  return { event: values('event').at(-1) ?? 'message', id: values('id').at(-1) ?? '', data: data.join('\n') };
}
