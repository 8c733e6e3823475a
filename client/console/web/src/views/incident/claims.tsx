// What economies make of it: classifications, verification, responses, notices, and whether it is the same as something else.
import type { ComponentChildren, JSX } from 'preact';
import type { IncidentLink, IncidentStatement } from '~/gen/lightship/v1/incident_pb';
import {
  ClassificationSchemeSchema, CoastalActionSchema, NoticeLevelSchema, VerificationSchema,
} from '~/gen/lightship/v1/vocabulary_pb';
import { t } from '~/i18n/catalogue';
import { listText, timeText } from '~/i18n/format';
import { economyName, enumName } from '~/i18n/names';
import { incidentPath } from '~/state/incident_path';
import { Link } from '~/ui/link';
import { classText } from './classes';
import type { Page } from './page';
import { economyOf, idOf, isInForce, shortId } from './reports';

interface Claim {
  by: IncidentStatement;
  what: string;
  basis: string;
}

function classificationsOf(statements: IncidentStatement[]): Claim[] {
  return statements.flatMap((by) => {
    const claim = by.assertion?.claim;
    if (claim?.case !== 'classification') return [];
    const { scheme, value, basis } = claim.value;
    const what = t('incident.classified', { scheme: enumName(ClassificationSchemeSchema, scheme), value: classText(scheme, value) });
    return [{ by, what, basis }];
  });
}

function verificationsOf(statements: IncidentStatement[]): Claim[] {
  return statements.flatMap((by) => {
    const claim = by.assertion?.claim;
    if (claim?.case !== 'verification') return [];
    return [{ by, what: enumName(VerificationSchema, claim.value.verification), basis: claim.value.basis }];
  });
}

function responsesOf(statements: IncidentStatement[]): Claim[] {
  return statements.flatMap((by) => {
    const { response } = by;
    if (!response) return [];
    const at = response.at ? timeText(response.at) : t('incident.timeNotStated');
    const who = response.organisation || by.manifest?.agency || economyName(economyOf(by));
    return [{ by, what: t('incident.responded', { action: enumName(CoastalActionSchema, response.action), at, who }), basis: response.text }];
  });
}

function noticesOf(statements: IncidentStatement[]): Claim[] {
  return statements.flatMap((by) => (by.notice
    ? [{ by, what: t('incident.notice', { level: enumName(NoticeLevelSchema, by.notice.level), number: by.notice.number }), basis: by.notice.text }]
    : []));
}

function ClaimList({ title, claims }: { title: string; claims: Claim[] }): JSX.Element | null {
  if (claims.length === 0) return null;
  return (
    <Block title={title}>
      {claims.map(({ by, what, basis }) => (
        <li key={by.address}>
          <span class="incident-economy" title={economyName(economyOf(by))}>{economyOf(by)}</span>
          <div>
            <strong>{what}</strong>
            {basis && <div>{basis}</div>}
            <div class="small muted"><span class="mono">{by.address}</span> · {timeText(by.admittedAt)}
              {by.doubtedBy && <span class="tag alert">{t('incident.doubtedBy', { by: by.doubtedBy })}</span>}
            </div>
          </div>
        </li>
      ))}
    </Block>
  );
}

function Block({ title, children }: { title: string; children: ComponentChildren }): JSX.Element {
  return <div><h3>{title}</h3><ul class="incident-claims">{children}</ul></div>;
}

function LinkLine({ link, own }: { link: IncidentLink; own: string }): JSX.Element {
  const [address, id] = idOf(link.incidentId) === own ? [link.otherAddress, link.otherId] : [link.address, link.incidentId];
  const said = (['same', 'different', 'possible'] as const).filter((verdict) => link[verdict].length > 0)
    .map((verdict) => t(`incident.link.${verdict}`, { economies: listText(link[verdict].map(economyName)) }));
  return (
    <li>
      <span class={`tag ${link.joined ? 'ok' : ''}`}>{t(link.joined ? 'incident.link.joined' : 'incident.link.apart')}</span>
      <div>
        <Link path={incidentPath(address || id)} class="mono">{address || shortId(id)}</Link>
        <div>{said.join(' · ')}</div>
        {link.joined && <div class="small muted">{t('incident.link.split', { count: link.same.length, economies: listText(link.same.map(economyName)) })}</div>}
      </div>
    </li>
  );
}

export function Claims({ incident, summary }: Page): JSX.Element | null {
  const counting = incident.statements.filter(isInForce);
  const lists = {
    verifications: verificationsOf(counting), classifications: classificationsOf(counting), responses: responsesOf(counting),
    notices: noticesOf(counting),
  };
  const { links } = summary;
  if (links.length === 0 && Object.values(lists).every((claims) => claims.length === 0)) return null;
  return (
    <section class="panel" aria-labelledby="incident-claims">
      <header><h2 id="incident-claims">{t('incident.claims')}</h2></header>
      <div class="body stack">
        {Object.entries(lists).map(([name, claims]) => <ClaimList key={name} title={t(`incident.claims.${name}`)} claims={claims} />)}
        {links.length > 0 && (
          <Block title={t('incident.claims.links')}>
            {links.map((link) => <LinkLine key={idOf(link.incidentId) + idOf(link.otherId)} link={link} own={idOf(summary.incidentId)} />)}
          </Block>
        )}
      </div>
    </section>
  );
}
