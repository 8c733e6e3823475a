// One incident with everything that was said about it. /incident/SG/12 or /incident/id/<hex>.
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { incidents } from '~/api/clients';
import { t } from '~/i18n/catalogue';
import { fromHex } from '~/proof/bytes';
import { route } from '~/state/route';
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
import { Similar } from './similar';
import { Thread } from './thread';
import { Timeline } from './timeline';
import './incident.css';

const idForm = /^id\/([0-9a-f]{64})$/;

type Name = { case: 'address'; value: string } | { case: 'incidentId'; value: Uint8Array };

function nameFrom(text: string): Name {
  const id = idForm.exec(text);
  return id ? { case: 'incidentId', value: fromHex(id[1]) } : { case: 'address', value: text };
}

export default function View(): JSX.Element {
  const name = route.value.path.replace(/^\/incident\/?/, '');
  return name === '' ? <div class="page"><p>{t('incident.none')}</p></div> : <Incident key={name} name={name} />;
}

function Incident({ name }: { name: string }): JSX.Element {
  const { value: incident, error, again } = useAnswer(
    (signal) => incidents.getIncident({ incident: { name: nameFrom(name) } }, { signal }), [name]);
  const [act, setAct] = useState<Act | null>(null);
  useLive(incident?.summary, again);
  useEffect(() => {
    document.title = `${incident?.summary?.address || name} · Lightship`;
    return () => { document.title = 'Lightship'; };
  }, [incident, name]);
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
