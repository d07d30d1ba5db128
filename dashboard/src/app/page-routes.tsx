import { type ComponentType, Suspense } from 'react';
import { Link, Route, Switch } from 'wouter';
import { Loading } from '../ui/loading.tsx';
import { Page } from '../ui/page.tsx';
import { PageBoundary } from './page-boundary.tsx';

export interface PageRoute {
  /** In wouter's syntax, below the path of the router. */
  readonly path: string;
  readonly page: ComponentType;
}

interface PageRoutesProps {
  readonly location: string;
  /** The first match is shown. */
  readonly routes: readonly PageRoute[];
  readonly home: { readonly href: string; readonly words: string };
}

/** The page of the route. A page that breaks or loads leaves the menu around it as it is. */
export function PageRoutes({ location, routes, home }: PageRoutesProps) {
  return (
    <PageBoundary key={location}>
      <Suspense fallback={<Loading />}>
        <Switch>
          {routes.map(({ path, page }) => (
            <Route key={path} path={path} component={page} />
          ))}
          <Route>
            <Page title="Page not found">
              <p>
                No page has this address. <Link href={home.href}>{home.words}</Link>.
              </p>
            </Page>
          </Route>
        </Switch>
      </Suspense>
    </PageBoundary>
  );
}

/** Whether a location is the page of a menu item, or below it. */
export const isWithin = (location: string, href: string): boolean =>
  location === href || (href !== '/' && location.startsWith(`${href}/`));
