package dev.chainrule.torture;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/**
 * Keeps some jobs queued and training, round after round of specimens, until {@link #finish}. A request without an answer is repeated under
 * its key, to any replica; some answered ones are repeated, too.
 */
final class Orders implements AutoCloseable {
    /** More than a cluster trains at a time. */
    private static final int LIVE = 8;

    private static final int ACCEPTED = 202;
    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

    /** One of so many requests is sent again although it was answered. */
    private static final int REPEATED = 5;

    private final Cluster cluster;
    private final List<JobSpecimen> specimens;
    private final Random random;
    private final Ledger ledger;
    private final Map<UUID, JobObserver> jobs = new ConcurrentHashMap<>();
    private final CountDownLatch enough = new CountDownLatch(1);
    private final CountDownLatch done = new CountDownLatch(1);

    private Orders(Cluster cluster, List<JobSpecimen> specimens, Random random, Ledger ledger) {
        this.cluster = cluster;
        this.specimens = specimens;
        this.random = random;
        this.ledger = ledger;
    }

    static Orders begin(Cluster cluster, List<JobSpecimen> specimens, Random random, Ledger ledger) {
        var orders = new Orders(cluster, specimens, random, ledger);
        Thread.ofVirtual().name("orders").start(orders::submitAll);
        return orders;
    }

    private void submitAll() {
        try {
            for (int number = 0; isWanted(number); number++) {
                var specimen = specimens.get(number % specimens.size());
                submit(specimen, specimen.kind() + "-" + (number / specimens.size() + 1));
                while (live() >= LIVE && ledger.staysClean(LOOK_AGAIN) && enough.getCount() > 0) {
                    // Until one of them has ended.
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            done.countDown();
        }
    }

    /** One of every kind at least. */
    private boolean isWanted(int number) {
        return ledger.isClean() && (number < specimens.size() || enough.getCount() > 0);
    }

    private long live() {
        return jobs.values().stream().filter(job -> !job.last().state().isTerminal()).count();
    }

    private void submit(JobSpecimen specimen, String name) throws InterruptedException {
        boolean again;
        do {
            again = !accepted(specimen, name) || random.nextInt(REPEATED) == 0;
        } while (again && ledger.isClean());
    }

    private boolean accepted(JobSpecimen specimen, String name) throws InterruptedException {
        var replica = cluster.replicas().get(random.nextInt(cluster.replicas().size()));
        Optional<Cluster.Answer> answer = cluster.submit(replica, specimen.request(name), name);
        if (answer.isEmpty()) {
            ledger.staysClean(LOOK_AGAIN);
            return false;
        }
        if (answer.get().status() != ACCEPTED) {
            ledger.violated(Rule.REQUESTS_ARE_TAKEN, name, answer.get().toString());
            return false;
        }
        var job = answer.get().body();
        var id = UUID.fromString(job.path("id").asString());
        jobs.values().stream().filter(known -> known.name().equals(name)).forEach(known -> ledger.require(
                known.id().equals(id), Rule.ONE_JOB_FOR_A_KEY, known.toString(), "repeated, it is " + id));
        if (!jobs.containsKey(id)) {
            jobs.put(id, new JobObserver(name, specimen, id, job, ledger));
            ledger.count(Count.JOBS);
        }
        return true;
    }

    /** Whether a job was training when it was last looked at. */
    boolean isTraining() {
        return jobs.values().stream().anyMatch(job -> job.last().state() == Observation.State.RUNNING);
    }

    /** The jobs that were acknowledged up to now. */
    Collection<JobObserver> jobs() {
        return jobs.values();
    }

    /** The job with this id, if it was acknowledged. */
    Optional<JobObserver> find(UUID id) {
        return Optional.ofNullable(jobs.get(id));
    }

    /** Submits no more than is needed, and waits until all is acknowledged. */
    void finish() throws InterruptedException {
        enough.countDown();
        done.await();
    }

    /** Waits until every job has ended, and counts how often they were resumed. */
    void awaitEveryEnd(Duration most) throws InterruptedException {
        long end = System.nanoTime() + most.toNanos();
        while (live() > 0 && System.nanoTime() < end && ledger.staysClean(LOOK_AGAIN)) {
            // Until the last one has ended.
        }
        for (var job : jobs.values()) {
            ledger.require(
                    job.last().state().isTerminal(),
                    Rule.EVERY_JOB_ENDS,
                    job.toString(),
                    "still so %s after the last disturbance: %s".formatted(most, job.last().job()));
            long resumptions = job.last().transitions().stream()
                    .filter(transition -> transition.path("state").asString().equals("RUNNING"))
                    .skip(1)
                    .count();
            ledger.add(Count.RESUMPTIONS, resumptions);
            ledger.add(Count.RESUMED_JOBS, Math.min(1, resumptions));
        }
    }

    @Override
    public void close() {
        enough.countDown();
    }
}
