import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import './ui/tokens.css';
import './ui/base.css';
import { isPortal } from './app/addresses.ts';
import { applyTheme } from './app/theme.ts';

applyTheme();

/** The dashboard and the receiver's portal are one build: each loads its own part of it. */
const { Root } = isPortal ? await import('./portal/root.tsx') : await import('./app/root.tsx');

const element = document.getElementById('root');
if (element === null) throw new Error('index.html has no element "root"');
createRoot(element).render(
  <StrictMode>
    <Root />
  </StrictMode>,
);
