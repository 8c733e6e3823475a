// Days as a filter writes them ("2019-01-31", UTC): presets and what is typed. Pure.
interface Days {
  from?: string;
  until?: string;
}

const dayMs = 86_400_000;

function dayOf(date: Date): string {
  return date.toISOString().slice(0, 10);
}

// The last day of a month, 1 to 12.
function lastDay(year: number, month: number): string {
  return dayOf(new Date(Date.UTC(year, month, 0)));
}

export const presets = ['thisYear', 'last12Months', 'last30Days'] as const;
type Preset = (typeof presets)[number];

export function presetDays(preset: Preset, today: Date): Days {
  switch (preset) {
    case 'thisYear': return { from: `${today.getUTCFullYear()}-01-01` };
    case 'last12Months': {
      const from = new Date(Date.UTC(today.getUTCFullYear() - 1, today.getUTCMonth(), today.getUTCDate() + 1));
      return { from: dayOf(from) };
    }
    case 'last30Days': return { from: dayOf(new Date(today.getTime() - 29 * dayMs)) };
  }
}

// "2019", "2019-05" or "2019-05-31" as the days it means.
export function daysOf(text: string): Required<Days> | undefined {
  const [, year, month, day] = /^(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?$/.exec(text.trim()) ?? [];
  if (!year || Number(year) < 1900 || Number(year) > 2199) return undefined;
  if (!month) return { from: `${year}-01-01`, until: `${year}-12-31` };
  if (Number(month) < 1 || Number(month) > 12) return undefined;
  const first = `${year}-${month.padStart(2, '0')}-01`;
  const last = lastDay(Number(year), Number(month));
  if (!day) return { from: first, until: last };
  if (Number(day) < 1 || Number(day) > Number(last.slice(8))) return undefined;
  const whole = `${first.slice(0, 8)}${day.padStart(2, '0')}`;
  return { from: whole, until: whole };
}
