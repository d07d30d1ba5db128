# The embedded service in a container: docs/running.md#a-container says how to run it.
#
#   docker build -t posthorn .
#   docker run --read-only -p 127.0.0.1:8000:8000 -v posthorn:/data posthorn

FROM node:24-bookworm-slim AS build
WORKDIR /build
COPY package.json package-lock.json tsconfig.json ./
# Without the development packages, and without their install scripts.
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund
COPY LICENSE ./
COPY docs/server-package.md docs/
COPY lib/bundles/ lib/bundles/
COPY scripts/build-server.ts scripts/
COPY scripts/build/ scripts/build/
COPY client/src/ client/src/
COPY dashboard/ dashboard/
COPY functions/ functions/
COPY src/ src/
COPY embedded/ embedded/
RUN node scripts/build-server.ts /app

FROM node:24-bookworm-slim
COPY --from=build /app /app
# A new volume takes the owner and the mode of the folder that it covers.
RUN ln -s /app/posthorn.js /usr/local/bin/posthorn && install -d -o 1000 -g 1000 -m 700 /data
ENV NODE_ENV=production \
    PORT=8000 \
    POSTHORN_HOST=0.0.0.0 \
    POSTHORN_DATA_DIR=/data
# The user "node" of the base image, by number, so that Kubernetes sees that it is not root.
USER 1000:1000
WORKDIR /data
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=15s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.PORT + '/healthz').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["posthorn"]
CMD ["serve"]
