// Small things of this desk that outlive the browser: drafts, saved views, what was acknowledged. Kept by the gateway.
import { signal } from '@preact/signals';
import { parsed } from '~/base/checked';
import { desk } from '~/api/clients';
import { dateOf } from '~/base/moments';

export type Collection = 'drafts' | 'views' | 'acknowledged' | 'settings';

export interface Kept<T> {
  name: string;
  value: T;
  changedAt: Date;
}

export class Shelf<T> {
  readonly items = signal<Kept<T>[]>([]);

  // `read`: what was stored as what it should be; undefined when it is something else, and then it is passed over.
  constructor(private readonly collection: Collection, private readonly read: (stored: unknown) => T | undefined) {}

  async load(): Promise<void> {
    const { items } = await desk.listItems({ collection: this.collection });
    this.items.value = items.flatMap((item) => {
      const value = this.read(parsed(new TextDecoder().decode(item.content)));
      if (value === undefined) return [];
      return [{ name: item.name, value, changedAt: item.changedAt ? dateOf(item.changedAt) : new Date(0) }];
    });
  }

  async put(name: string, value: T): Promise<void> {
    await desk.putItem({ collection: this.collection, name, content: new TextEncoder().encode(JSON.stringify(value)) });
    const others = this.items.peek().filter((item) => item.name !== name);
    this.items.value = [...others, { name, value, changedAt: new Date() }].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  async remove(name: string): Promise<void> {
    await desk.deleteItem({ collection: this.collection, name });
    this.items.value = this.items.peek().filter((item) => item.name !== name);
  }
}
