// The analysis view: counts of the incidents asked for, as tables and charts.
import type { JSX } from 'preact';
import { t } from '~/i18n/catalogue';
import { chartPatterns } from '~/state/settings';
import { route } from '~/state/route';
import { FilterBar } from '~/ui/filter_bar';
import { Link } from '~/ui/link';
import './analysis.css';
import { OwnSection } from './own_section';
import { PeriodsSection } from './periods_section';
import { MonthlyReportView } from './report';
import { besideFilter, sectionOf, sections, type Section } from './places';
import { SpotsSection } from './spots_section';
import { TablesSection } from './tables_section';
import { ThemeSection } from './theme_section';
import { TrendSection } from './trend_section';

function Sections({ here }: { here: Section }): JSX.Element {
  return (
    <nav class="analysis-sections no-print" aria-label={t('analysis.sections')}>
      {sections.map((section) => (
        <Link key={section} path="/analysis" params={besideFilter({ show: section })} aria-current={section === here ? 'page' : undefined}>
          {t(`analysis.show.${section}`)}
        </Link>
      ))}
    </nav>
  );
}

function Shown({ section }: { section: Section }): JSX.Element {
  switch (section) {
    case 'tables': return <TablesSection />;
    case 'own': return <OwnSection />;
    case 'trend': return <TrendSection />;
    case 'periods': return <PeriodsSection />;
    case 'spots': return <SpotsSection />;
    default: return <ThemeSection key={section} name={section} />;
  }
}

function Patterns(): JSX.Element {
  const on = chartPatterns.value === 'on';
  return (
    <label class="row small push">
      <input type="checkbox" checked={on} onChange={() => (chartPatterns.value = on ? 'off' : 'on')} />{t('analysis.patterns')}
    </label>
  );
}

function Sectioned(): JSX.Element {
  const section = sectionOf(route.value.params);
  return (
    <div class="analysis">
      <div class="row no-print"><h1>{t('nav.analysis')}</h1><Patterns /><Link class="button" path="/analysis" params={besideFilter({ report: '' })}>{t('analysis.report.open')}</Link></div>
      <Sections here={section} />
      <Shown section={section} />
    </div>
  );
}

export default function View(): JSX.Element {
  return (
    <>
      <FilterBar />
      {route.value.params.has('report') ? <MonthlyReportView /> : <Sectioned />}
    </>
  );
}
