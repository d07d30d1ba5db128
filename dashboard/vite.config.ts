import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The API that `npm run dashboard:dev` shows: a running service. */
const service = process.env['POSTHORN_URL'] ?? 'http://127.0.0.1:8000';
/** Everything but the dashboard is the service's, also the portal, which only a build has. */
const servicePaths = '^/(?!dashboard/)';

export default defineConfig(({ command }) => ({
  root: import.meta.dirname,
  // The pages may lie below a prefix of a gateway, such as `/prod`: the service writes it into `<base>`.
  base: command === 'serve' ? '/dashboard/' : './',
  plugins: [react()],
  build: {
    outDir: '../dist/dashboard',
    emptyOutDir: true,
    assetsDir: 'assets',
    // The Content-Security-Policy allows no `data:` fonts and no inline script.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    manifest: true,
    target: 'es2022',
  },
  server: { host: '127.0.0.1', proxy: { [servicePaths]: { target: service, changeOrigin: true, ws: true } } },
}));
