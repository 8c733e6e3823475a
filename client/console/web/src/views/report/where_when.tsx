// Where and when, as one hears it by radio; what was understood stands below each field.
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { metresPerMile } from '~/base/geodesy';
import { t } from '~/i18n/catalogue';
import { Doubts } from '~/ui/doubts';
import { MiniMap } from '~/ui/mini_map';
import { PositionInput } from '~/ui/position_input';
import { changeAccount, form, said } from './desk_form';
import { isFuture, occurredEcho, zoneDoubt, zoneText } from './echo';
import { Changed, idOf, TextField, wrongWith } from './field';
import { minutesAgo, nauticalOffset, offsetTyped, pointTyped, withZone } from './typed';

const chartAspect = 1.15;
const chartSpan = 2;

function Position(): JSX.Element {
  const { position } = form.value.account;
  return (
    <PositionInput id={idOf('position')} label={<>{t('report.position.label')}<Changed name="position" /></>} text={position}
                   onText={(text) => changeAccount({ position: text })} wrong={wrongWith('position')}
                   understood={position.trim() === '' ? undefined : said.value.incident} />
  );
}

// The point that was understood, so that a wrong hemisphere or minutes for seconds are seen; or a point to choose.
function Chart(): JSX.Element {
  const { latE7, lonE7, uncertaintyM } = said.value.incident.position ?? {};
  const point = latE7 === undefined || lonE7 === undefined ? undefined : { lat: latE7 / 1e7, lon: lonE7 / 1e7 };
  return (
    <MiniMap label={t('report.position.chart')} point={point} aspect={chartAspect} span={chartSpan} fill
             uncertainty={uncertaintyM === undefined ? undefined : uncertaintyM / metresPerMile}
             onPick={({ lat, lon }) => changeAccount({ position: pointTyped(lat, lon) })} />
  );
}

const quickMinutes = [0, 10, 30];

interface ZoneOption {
  // As it is typed.
  zone: string;
  name: string;
}

// UTC, local time where the ship was, and this desk's own clock.
function zoneOptions(lonE7: number | undefined): ZoneOption[] {
  const local = lonE7 === undefined ? t('report.time.local') : t('report.time.localAt', { zone: zoneText(nauticalOffset(lonE7) * 60) });
  const deskMinutes = -new Date().getTimezoneOffset();
  const desk = { zone: offsetTyped(deskMinutes), name: t('report.time.desk', { zone: zoneText(deskMinutes) }) };
  return [{ zone: 'UTC', name: 'UTC' }, { zone: 'LT', name: local }, ...(deskMinutes === 0 ? [] : [desk])];
}

function ZoneChoice(): JSX.Element {
  const { time } = form.value.account;
  const typed = time.trim();
  return (
    <div class="row report-quick" role="group" aria-label={t('report.time.zone')}>
      <span class="small muted">{t('report.time.zone')}</span>
      {zoneOptions(said.value.incident.position?.lonE7).map(({ zone, name }) => (
        <button key={zone} type="button" class="chip" disabled={typed === ''} aria-pressed={typed !== '' && withZone(typed, zone) === typed}
                onClick={() => changeAccount({ time: withZone(time, zone) })}>
          {name}
        </button>
      ))}
    </div>
  );
}

function TimeEcho(): JSX.Element {
  const { time } = said.value.incident;
  const [now] = useState(Date.now);
  const doubts = [zoneDoubt(time), isFuture(time, now) ? t('report.time.future') : ''].filter((text) => text !== '');
  return <><p><strong>{occurredEcho(time)}</strong></p><Doubts texts={doubts} /></>;
}

function Time(): JSX.Element {
  const { time } = form.value.account;
  return (
    <div class="body report-time">
      <TextField name="time" label={t('report.time.label')} value={time} placeholder={t('report.time.example')}
                 onText={(text) => changeAccount({ time: text })} under={time.trim() && <TimeEcho />} />
      <div class="report-clock">
        <div class="row report-quick">{quickMinutes.map((minutes) => (
          <button key={minutes} type="button" class="chip" onClick={() => changeAccount({ time: minutesAgo(new Date(), minutes) })}>
            {minutes === 0 ? t('report.time.now') : t('report.time.ago', { count: minutes })}
          </button>
        ))}</div>
        <ZoneChoice />
      </div>
    </div>
  );
}

export function WhereAndWhen(): JSX.Element {
  const { place } = form.value.account;
  return (
    <section class="panel report-where" aria-labelledby="report-where">
      <div class="body stack">
        <h2 id="report-where">{t('report.whereAndWhen')}</h2>
        <Position />
        <TextField name="place" label={t('report.place.label')} value={place} onText={(text) => changeAccount({ place: text })} />
      </div>
      <Chart />
      <Time />
    </section>
  );
}
