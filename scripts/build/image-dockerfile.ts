const LAST_STAGE = /^FROM \S+$/m;
const COPY_FROM_BUILD = 'COPY --from=build /app /app';

/**
 * The last stage of the Dockerfile, which takes the server from the folder `server` and not from a stage before.
 * @throws when the Dockerfile is not made of a stage "build" and one more
 */
export function imageDockerfile(dockerfile: string): string {
  const [start] = [...dockerfile.matchAll(/^FROM .*$/gm)].slice(1).map(({ index }) => index);
  const stage = dockerfile.slice(start ?? 0);
  if (start === undefined || !LAST_STAGE.test(stage) || !stage.includes(COPY_FROM_BUILD)) {
    throw new Error(`the Dockerfile has no last stage with "${COPY_FROM_BUILD}"`);
  }
  return stage.replace(COPY_FROM_BUILD, 'COPY server /app');
}
