import { useQuery } from '@tanstack/react-query';
import { apiUrl, docsUrl } from '../../app/addresses.ts';
import { useSession } from '../../app/session.tsx';
import { Loaded } from '../../ui/loading.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { Limits } from './limits.tsx';
import { Rights } from './rights.tsx';
import { ServiceState } from './service-state.tsx';
import { ThemeChoice } from './theme-choice.tsx';

const POLL_MS = 15_000;

export default function About() {
  const { client } = useSession();
  const about = useQuery({
    queryKey: ['about'],
    queryFn: () => client.service.about(),
    refetchInterval: POLL_MS,
  });
  return (
    <Page title="About">
      <Loaded query={about}>
        {(service) => (
          <>
            <ServiceState service={service} />
            <Section title="Settings">
              <ThemeChoice />
            </Section>
            <Rights />
            <Limits limits={service.limits} />
          </>
        )}
      </Loaded>
      <Section title="Documents">
        <ul className="plain-list">
          <li>
            <a href={docsUrl}>API reference</a> <span className="soft">where each call can be tried</span>
          </li>
          <li>
            <a href={`${apiUrl}/openapi.json`}>OpenAPI document</a>{' '}
            <span className="soft">for generated clients and tests</span>
          </li>
        </ul>
      </Section>
    </Page>
  );
}
