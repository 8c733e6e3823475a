// What does not hold, as a key of the catalogue ("proof.wrong.<what>") with what fills it in.

export type Facts = Record<string, string | number>;

export class Unproven extends Error {
  constructor(readonly what: string, readonly facts: Facts = {}) {
    super(`${what} ${JSON.stringify(facts)}`);
    this.name = 'Unproven';
  }
}

export function demand(holds: boolean, what: string, facts: Facts = {}): asserts holds {
  if (!holds) throw new Unproven(what, facts);
}
