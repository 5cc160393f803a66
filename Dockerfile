FROM maven:3-eclipse-temurin-25 AS build
WORKDIR /build
COPY pom.xml ./
COPY .mvn .mvn
COPY src src
# Tests and the check of the layout belong to `mvn verify`, which has passed before an image is built. Maven prints what it downloads.
RUN --mount=type=cache,target=/m2 mvn -B -P image -Dmaven.repo.local=/m2 -Dmaven.test.skip=true package \
    && java -Djarmode=tools -jar target/chainrule.jar extract --layers --destination layers

# The load balancer of docker-compose.yml; not part of the service's image.
FROM debian:trixie-slim AS balancer
RUN apt-get update -qq \
    && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends haproxy >/dev/null \
    && rm -rf /var/lib/apt/lists/*
COPY .docker/haproxy.cfg /etc/haproxy/haproxy.cfg
USER haproxy
EXPOSE 8080
# Healthy when at least one replica is ready. The many retries keep it healthy while replicas restart.
HEALTHCHECK --interval=5s --timeout=3s --start-period=180s --retries=30 \
    CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8080 && printf 'GET /actuator/health/readiness HTTP/1.0\\r\\n\\r\\n' >&3 && head -n 1 <&3 | grep -q ' 200'"]
ENTRYPOINT ["haproxy", "-W", "-f", "/etc/haproxy/haproxy.cfg"]

# The Prometheus of docker-compose.yml; not part of the service's image.
FROM debian:trixie-slim AS prometheus
RUN apt-get update -qq \
    && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends prometheus >/dev/null \
    && rm -rf /var/lib/apt/lists/* \
    && install --directory --owner=prometheus --group=prometheus /data
COPY .docker/prometheus.yml /etc/prometheus/prometheus.yml
USER prometheus
EXPOSE 9090
HEALTHCHECK --interval=5s --timeout=3s --start-period=60s --retries=3 \
    CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/9090 && printf 'GET /-/ready HTTP/1.0\\r\\n\\r\\n' >&3 && head -n 1 <&3 | grep -q ' 200'"]
ENTRYPOINT ["prometheus", "--config.file=/etc/prometheus/prometheus.yml", "--storage.tsdb.path=/data", "--storage.tsdb.retention.time=15d"]

FROM eclipse-temurin:25-jre AS service
# Charts need fonts, and fontconfig to find them. Most variants of the base image have both already.
RUN apt-get update -qq \
    && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends fontconfig fonts-dejavu-core >/dev/null \
    && rm -rf /var/lib/apt/lists/*
RUN groupadd --system --gid 10001 chainrule \
    && useradd --system --uid 10001 --gid chainrule --home-dir /app --no-create-home --shell /usr/sbin/nologin chainrule \
    && install --directory --owner=chainrule --group=chainrule --mode=700 /data
WORKDIR /app
# What changes least comes first, so that a new build of the service adds only its own classes.
COPY --from=build /build/layers/dependencies/ ./
COPY --from=build /build/layers/spring-boot-loader/ ./
COPY --from=build /build/layers/snapshot-dependencies/ ./
COPY --from=build /build/layers/application/ ./
USER 10001:10001

# The class archive of the virtual machine: classes as they are after loading, with those that lambda expressions become. It is made from the jars
# of the same image and with the same options. Only the heap is smaller: from 32 GB on, objects have another layout, and the archive is not
# used. Not an AOT cache: where an incubator module is loaded, that of JDK 25 holds no lambda expressions, and the start takes longer.
FROM service AS class-archive
RUN --mount=type=bind,source=.docker/train-class-archive.sh,target=/train-class-archive.sh \
    java="java --add-modules jdk.incubator.vector -Xmx1g -XX:+ExitOnOutOfMemoryError -Dspring.aot.enabled=true" \
    && bash /train-class-archive.sh $java -XX:DumpLoadedClassList=/tmp/classes -jar chainrule.jar \
    && $java -Xshare:dump -Xlog:disable -Xlog:all=error -XX:SharedClassListFile=/tmp/classes -XX:SharedArchiveFile=/tmp/chainrule.jsa \
    -jar chainrule.jar

FROM service
COPY --from=class-archive /tmp/chainrule.jsa ./
# Not only from within the container, therefore with keys.
ENV CHAINRULE_DATA_FOLDER=/data SERVER_ADDRESS=0.0.0.0
EXPOSE 8080
# bash is enough for this HTTP request, so that the image needs neither curl nor wget.
HEALTHCHECK --interval=5s --timeout=3s --start-period=180s --retries=3 \
    CMD ["bash", "-c", "exec 3<>\"/dev/tcp/127.0.0.1/${SERVER_PORT:-8080}\" && printf 'GET /actuator/health/readiness HTTP/1.0\\r\\n\\r\\n' >&3 && head -n 1 <&3 | grep -q ' 200'"]
# The heap gets 45 % of the container's memory: classes, code, threads and buffers take about 230 MiB beside it, so that 512 MiB hold both.
# If the heap is full nevertheless, the process ends before it damages anything; the container's restart policy starts it again.
# JAVA_TOOL_OPTIONS adds to these options; -Xmx in it overrides the share.
ENTRYPOINT ["java", "--add-modules", "jdk.incubator.vector", "-XX:MaxRAMPercentage=45", "-XX:+ExitOnOutOfMemoryError", \
    "-XX:SharedArchiveFile=chainrule.jsa", "-Dspring.aot.enabled=true", "-jar", "chainrule.jar"]
