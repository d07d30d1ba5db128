import { useRef, useState } from 'react';
import { Link, useLocation } from 'wouter';
import { Button } from '../ui/button.tsx';
import { docsUrl } from './addresses.ts';
import { Brand } from './brand.tsx';
import { isWithin, PageRoutes } from './page-routes.tsx';
import { menu, routes } from './pages.ts';
import { useSession } from './session.tsx';
import { ThemeButton } from './theme-button.tsx';
import './frame.css';

/** The header, the menu and the page of the route. */
export function Frame() {
  const { me, can, signOut } = useSession();
  const [isMenuOpen, setIsMenuOpen] = useState(false);
  const [location] = useLocation();
  const main = useRef<HTMLElement>(null);
  return (
    <div className="frame">
      <button type="button" className="skip" onClick={() => main.current?.focus()}>
        Skip to content
      </button>
      <header className="frame-header">
        <Button kind="quiet" isSmall aria-expanded={isMenuOpen} onPress={() => setIsMenuOpen(!isMenuOpen)}>
          Menu
        </Button>
        <Link href="/" className="frame-brand">
          <Brand />
        </Link>
        <span className="frame-who small soft" title={`Scopes: ${me.scopes.join(', ')}`}>
          {me.name}
        </span>
        <ThemeButton />
        <Button kind="quiet" isSmall onPress={signOut}>
          Sign out
        </Button>
      </header>
      <nav className={isMenuOpen ? 'frame-menu frame-menu-open' : 'frame-menu'} aria-label="Pages">
        {menu
          .filter(({ scope }) => can(scope))
          .map(({ title, href }) => (
            <Link
              key={href}
              href={href}
              onClick={() => setIsMenuOpen(false)}
              aria-current={isWithin(location, href) ? 'page' : undefined}
            >
              {title}
            </Link>
          ))}
        <a href={docsUrl}>API reference</a>
      </nav>
      <main ref={main} tabIndex={-1}>
        <PageRoutes location={location} routes={routes} home={home} />
      </main>
    </div>
  );
}

const home = { href: '/', words: 'Go to the overview' };
