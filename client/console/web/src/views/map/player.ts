// Plays time: moves the window by itself until it is stopped.
import { signal, type Signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { nextWindow, type MonthRange, type Step } from './month_range';

export const speeds = { slow: 1400, normal: 700, fast: 250 } as const;
export type Speed = keyof typeof speeds;

export class Player {
  readonly playing = signal(false);
  readonly step = signal<Step>('year');
  readonly speed = signal<Speed>('normal');
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly range: Signal<MonthRange | null>) {}

  start(all: MonthRange): void {
    this.playing.value = true;
    this.tick(all);
  }

  private tick(all: MonthRange): void {
    this.range.value = nextWindow(all, this.range.peek(), this.step.peek());
    this.timer = setTimeout(() => this.tick(all), speeds[this.speed.peek()]);
  }

  stop(): void {
    clearTimeout(this.timer);
    this.playing.value = false;
  }
}

export function usePlayer(player: Player): void {
  useEffect(() => () => player.stop(), [player]);
}
