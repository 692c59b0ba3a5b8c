import type { Fan } from '../support/apiClient';

export interface SentEvent {
  event: string;
  id: string;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- the tests assert what is in it
  data: any;
}

/** An event stream as a client sees it: of `GET /v1/session/events`, unless another path is given. */
export class EventStream {
  private readonly events: SentEvent[] = [];
  private over = false;
  private wake: () => void = () => undefined;

  private constructor(
    readonly status: number,
    private readonly abort: AbortController,
  ) {}

  static async open(
    apiUrl: string,
    fan: Fan,
    lastEventId?: string,
    path = '/v1/session/events',
  ): Promise<EventStream> {
    const abort = new AbortController();
    const response = await fetch(apiUrl + path, {
      signal: abort.signal,
      headers: {
        authorization: `Bearer ${fan.key}`,
        'queue-token': fan.token ?? '',
        ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }),
      },
    });
    const stream = new EventStream(response.status, abort);
    void stream.read(response).finally(() => {
      stream.over = true;
      stream.wake();
    });
    return stream;
  }

  /** The next event, whatever it tells. */
  async next(timeoutMs = 20_000): Promise<SentEvent> {
    await this.awaken(timeoutMs, () => this.events.length > 0 || this.over);
    const event = this.events.shift();
    if (!event) throw new Error('the stream ended without another event');
    return event;
  }

  /** The next event with this state. */
  async until(state: string, timeoutMs = 20_000): Promise<SentEvent> {
    for (;;) {
      const event = await this.next(timeoutMs);
      if (event.data.state === state) return event;
    }
  }

  /** Resolves when the server has ended the stream and everything was read. */
  async ended(timeoutMs: number): Promise<void> {
    await this.awaken(timeoutMs, () => this.over);
  }

  /** Events that came and were not asked for yet. */
  waiting(): readonly SentEvent[] {
    return this.events;
  }

  leave(): void {
    this.abort.abort();
  }

  private async awaken(timeoutMs: number, done: () => boolean): Promise<void> {
    const deadline = Date.now() + timeoutMs;
    while (!done()) {
      const left = deadline - Date.now();
      if (left <= 0) throw new Error(`nothing came within ${timeoutMs} ms`);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, left);
        this.wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }

  private async read(response: Response): Promise<void> {
    const decoder = new TextDecoder();
    let text = '';
    try {
      for await (const chunk of response.body ?? []) {
        text += decoder.decode(chunk as Uint8Array, { stream: true });
        const blocks = text.split('\n\n');
        text = blocks.pop() ?? '';
        for (const block of blocks) this.take(block);
      }
    } catch {
      // Left, or cut.
    }
  }

  private take(block: string): void {
    const fields = new Map(block.split('\n').map((line) => line.split(/: (.*)/s, 2) as [string, string]));
    const data = fields.get('data');
    if (data === undefined) return;
    this.events.push({
      event: fields.get('event') ?? '',
      id: fields.get('id') ?? '',
      data: JSON.parse(data),
    });
    this.wake();
  }
}
