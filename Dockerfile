# The console in a container: docker build -t poolkeeper . (how to run it: docs/deployment.md)
FROM node:24-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
COPY client/package.json client/
RUN npm ci --omit=dev --no-audit --no-fund
# What no request ever reads.
RUN find node_modules -type f \( -name '*.map' -o -name '*.d.ts' -o -name '*.d.mts' -o -name '*.d.cts' \) -delete
RUN cd node_modules/@tabler && rm -rf icons/categories icons/docs icons/tabler-nodes-*.json \
  icons/icons/filled core/js core/scss core/dist/js core/dist/libs core/dist/img core/dist/types

FROM node:24-slim
ENV NODE_ENV=production
ENV HOST=0.0.0.0
ENV PORT=3000
ENV DATABASE_URL=file:/data/poolkeeper.db
ENV SANDBOX_DATA=/data/sandbox.db
RUN mkdir /data && chown node:node /data
WORKDIR /app
COPY --from=build /app/node_modules ./node_modules
COPY package.json ./
COPY static ./static
COPY views ./views
COPY server ./server
USER node
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then((reply) => process.exit(reply.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--max-semi-space-size=16", "--heap-growing-percent=30", "--no-parallel-scavenge", "server/main.ts"]
