// One incident with everything that was said about it. /incident/SG/12 or /incident/id/<hex>.
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { incidents } from '~/api/clients';
import { t } from '~/i18n/catalogue';
import { incidentNamed, type IncidentPageName } from '~/state/incident_path';
import { route } from '~/state/route';
import { subject } from '~/state/title';
import { Failure } from '~/ui/failure';
import { useAnswer } from '~/ui/use_answer';
import { ActDialog } from './act_dialog';
import { Accounts } from './accounts';
import { Claims } from './claims';
import { Compare } from './compare';
import { Deeds } from './deeds';
import { Files } from './files';
import { Headline } from './headline';
import { useLive } from './live';
import type { Act, Page } from './page';
import { Proof } from './proof';
import { shortId } from './reports';
import { Similar } from './similar';
import { Thread } from './thread';
import { Timeline } from './timeline';
import './incident.css';

export default function View(): JSX.Element {
  const { path } = route.value;
  const name = incidentNamed(path);
  return name ? <Incident key={path} path={path} name={name} /> : <div class="page"><p>{t('incident.none')}</p></div>;
}

function Incident({ path, name }: { path: string; name: IncidentPageName }): JSX.Element {
  const { value: incident, error, again } = useAnswer(
    (signal) => incidents.getIncident({ incident: { name } }, { signal }), [path]);
  const [act, setAct] = useState<Act | null>(null);
  useLive(incident?.summary, again);
  useEffect(() => {
    subject.value = incident?.summary?.address || (name.case === 'address' ? name.value : shortId(name.value));
    return () => { subject.value = ''; };
  }, [incident, path]);
  if (!incident?.summary) {
    return <div class="page incident-page">{error ? <Failure error={error} again={again} /> : <p role="status">{t('common.loading')}</p>}</div>;
  }
  const page: Page = { incident, summary: incident.summary, act: setAct, again };
  return (
    <div class="page incident-page">
      {error !== undefined && <Failure error={error} again={again} />}
      <Headline {...page} />
      <Deeds {...page} />
      <Compare {...page} />
      <div class="incident-columns">
        <div class="stack">
          <Accounts {...page} />
          <Claims {...page} />
          <Similar {...page} />
          <Thread {...page} />
          <Files {...page} />
        </div>
        <div class="stack">
          <Timeline {...page} />
          <Proof {...page} />
        </div>
      </div>
      {act && <ActDialog act={act} page={page} close={() => setAct(null)} />}
    </div>
  );
}
