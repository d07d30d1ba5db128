import { writeFileSync } from 'node:fs';
import { docsScriptModule } from './docs-script.ts';

/** `npm run docs:script`: writes functions/docs-page/script.ts. */
writeFileSync(new URL('../functions/docs-page/script.ts', import.meta.url), await docsScriptModule());
