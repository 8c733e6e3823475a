// Questions that belong together: small craft, time of day, severity.
import type { JSX } from 'preact';
import { Dimension } from '~/gen/lightship/v1/statistics_pb';
import { t } from '~/i18n/catalogue';
import { filterRequest } from '~/state/asked';
import { CountPanel } from './panel';

interface Theme {
  // Name of its title: "analysis.theme.craftKind"; a note is "analysis.themeNote.craftKind".
  name: string;
  dimensions: Dimension[];
  byCount?: boolean;
  noted?: boolean;
}

const themes: Readonly<Record<'craft' | 'time' | 'severity', readonly Theme[]>> = {
  craft: [
    { name: 'craftKind', dimensions: [Dimension.CRAFT], byCount: true },
    { name: 'craftIndicator', dimensions: [Dimension.CRAFT_INDICATOR], byCount: true },
    { name: 'craftSpeed', dimensions: [Dimension.CRAFT, Dimension.CRAFT_SPEED], byCount: true, noted: true },
    { name: 'craftLight', dimensions: [Dimension.CRAFT, Dimension.LIGHT], byCount: true },
    { name: 'craftPlace', dimensions: [Dimension.LOCATION, Dimension.CRAFT], byCount: true },
  ],
  time: [
    { name: 'hour', dimensions: [Dimension.HOUR_OF_DAY, Dimension.LIGHT], noted: true },
    { name: 'hourMonth', dimensions: [Dimension.MONTH_OF_YEAR, Dimension.HOUR_OF_DAY], noted: true },
    { name: 'lightAct', dimensions: [Dimension.ACT, Dimension.LIGHT] },
    { name: 'lightStatus', dimensions: [Dimension.SHIP_STATUS, Dimension.LIGHT] },
  ],
  severity: [
    { name: 'category', dimensions: [Dimension.RECAAP_CATEGORY, Dimension.YEAR], noted: true },
    { name: 'treatment', dimensions: [Dimension.TREATMENT, Dimension.YEAR], noted: true },
    { name: 'arms', dimensions: [Dimension.ARMS, Dimension.YEAR], noted: true },
    { name: 'weapon', dimensions: [Dimension.WEAPON, Dimension.CREW_CONSEQUENCE] },
    { name: 'status', dimensions: [Dimension.SHIP_STATUS, Dimension.OUTCOME] },
  ],
};

export function ThemeSection({ name }: { name: keyof typeof themes }): JSX.Element {
  return (
    <div class="stack">
      {themes[name].map((theme) => (
        <CountPanel key={theme.name} title={t(`analysis.theme.${theme.name}`)} notes={theme.noted ? [t(`analysis.themeNote.${theme.name}`)] : []}
          question={{ filter: filterRequest.value, dimensions: theme.dimensions }} order={{ byCount: theme.byCount ?? false, least: 0 }} />
      ))}
    </div>
  );
}
