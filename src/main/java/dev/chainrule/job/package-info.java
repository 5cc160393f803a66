/**
 * Training jobs: accepts them, queues them, trains them on one of several replicas, stores their epochs and their state, and reports their
 * progress to waiting clients.
 *
 * <p>Everything that may change a job's row stands in this package and is package-private, so that {@code Job} alone decides which
 * transition is legal. {@code job.spec} holds what users send, {@code job.history} what is stored of epochs and checkpoints; neither
 * can change a {@code Job}. Other packages use two services: {@code SweepJobs} for sweeps, {@code Replay} for explanations.
 *
 * <h2>Terms</h2>
 *
 * <ul>
 *   <li><b>Job</b>: a request to train and its result; the row in {@code training_job}, the entity {@code Job}.
 *   <li><b>Run</b>: one attempt of one worker to train a job. A job has several runs if it is paused or its replica is lost.
 *   <li><b>Claim</b>: the right to train a job: the job's id and a number ({@code JobQueue.Claim}). The number grows whenever the job
 *       is requeued or leaves PAUSED. A queued claim is one row in {@code job_queue}; the worker that starts the job under it
 *       <em>holds</em> the job.
 *   <li><b>Fence</b>: the claim number in {@code job_progress}. A write with another number is refused ({@code ClaimLostException}), so
 *       that a worker that was presumed dead but still runs cannot overwrite what the next run records.
 *   <li><b>Requeue</b>: to take a job from its worker and give it a new claim. RUNNING becomes QUEUED, and QUEUED stays; a pending
 *       command is carried out: PAUSING becomes PAUSED, CANCELLING becomes CANCELLED ({@code Job.release}).
 *   <li><b>Orphan</b>: a job whose row says that it is held although its worker is gone.
 *   <li><b>Write-behind</b>: epochs are recorded by another thread than the one that trains, several epochs in one transaction
 *       ({@code EpochWriteBehind}).
 *   <li><b>Checkpoint</b>: a stored {@code network.TrainingState}: parameters, optimiser state and epoch. The newest two of a job are
 *       kept.
 *   <li><b>Recorded epoch</b>: the newest epoch whose record is stored. It may be newer than the newest checkpoint; a run that starts
 *       from that checkpoint trains the epochs in between again, with the same bits, and records none of them twice.
 *   <li><b>Resumed job</b>: a new job that starts with a checkpoint of another one ({@code resumeFrom}; {@code ResumedJobs}). The
 *       command {@code resume} is something else: it ends a pause of the same job.
 *   <li><b>Start</b>: the version of its model that a job trains further ({@code startFrom}; {@code model.StartVersions}): its parameters
 *       are those of epoch 0, and its preprocessing encodes all rows. The job's optimiser and epochs are new.
 *   <li><b>Live</b>: any state but the terminal ones SUCCEEDED, FAILED and CANCELLED. <b>Held</b>: RUNNING, PAUSING or CANCELLING.
 * </ul>
 *
 * <h2>States</h2>
 *
 * <pre>
 *  POST /jobs
 *      │
 *      ▼        start                      end of run
 *   QUEUED ───────────────▶ RUNNING ─────────────────────▶ SUCCEEDED, FAILED
 *   │ │ ▲ ▲     requeue     │  │ ▲                                ▲
 *   │ │ │ └─────────────────┘  │ │ resume                         │
 *   │ │ │                pause │ │                                │
 *   │ │ │ resume               ▼ │           end of run           │
 *   │ │ │                   PAUSING ──────────────────────────────┘
 *   │ │ │          requeue   │   │
 *   │ │ └──── PAUSED ◀───────┘   │ cancel; from RUNNING, too
 *   │ └──────────▶│              ▼
 *   │   pause     │          CANCELLING
 *   │ cancel      │ cancel       │ end of run, or requeue
 *   ▼             ▼              ▼
 *   CANCELLED  CANCELLED     CANCELLED
 * </pre>
 *
 * <p>{@code Job} guards these transitions; an illegal one is an {@code IllegalStateException}. Users' commands come from
 * {@code JobCommands}, all other transitions from {@code RunStore}. Every transition is kept with its time, the recorded epoch and,
 * where needed, a reason. A run that ends by itself before it notices a pause ends the job; one that ends before it notices a
 * cancellation leaves it CANCELLED.
 *
 * <h2>A {@code POST /jobs}, step by step</h2>
 *
 * <p><b>Accept</b>, on the request's thread, or on the thread of a computation if that may take long:
 * <ol>
 *   <li>{@code request.BudgetedHandlerAdapter} reads the body, reserves memory for its JSON tree and calls {@code JobController}.
 *   <li>{@code JobService} reserves the memory that reading the named model's definition takes, and the preprocessing of the version that
 *       the job starts from. It does so before the transaction: a
 *       request that waits for memory must not hold a connection.
 *   <li>{@code request.Submissions} answers with the earlier job if the {@code Idempotency-Key} is known. Otherwise it runs steps 4 to 10 in
 *       one transaction. If another request stored or locked the same rows, it runs them again; after the third time the answer is 409.
 *   <li>{@code JobRequests} splits the body into model, dataset and settings ({@code JobRequest}). {@code ResumedJobs} completes one
 *       with {@code resumeFrom} from the other job's spec and locks that job's row. Then the settings are bound to {@code JobDocument}.
 *   <li>The dataset is found, or stored if it stands in the body, and its row is locked; then the model likewise
 *       ({@code Datasets.lock}, {@code findOrCreate}; {@code Models}). Neither can be deleted before the commit.
 *   <li>The version that the job starts from, if any, is chosen while the model's row is locked; the spec keeps its number. From here on
 *       {@code JobUsage} keeps it from being deleted, until the job has ended.
 *   <li>{@code JobSpecJson} turns the document into a {@code JobSpec} with every default filled in; {@code JobCheck},
 *       {@code callback.CallbackUrls} and {@code ResumeCheck} add their faults. The result is a {@code JobDraft}: {@code Accepted}, or
 *       {@code Rejected} with all faults. An accepted one with its key and its hash is a {@code JobSubmission}.
 *   <li>{@code JobMemory} computes how much memory a run takes.
 *   <li>{@code JobAdmission} refuses a job that can never have its memory (422) and one that exceeds {@code chainrule.job.max-live} (429),
 *       and inserts the {@code Job} as QUEUED with claim 1, and its {@code JobProgress}. A resumed job gets its copy of the checkpoint,
 *       the epochs and the progress.
 *   <li>{@code JobQueue} inserts the claim's row through {@code TaskTable}. After the commit {@code TaskTable} wakes this replica's
 *       poller; other replicas find the row with their next poll. The answer is 202 with a {@code JobView}.
 * </ol>
 *
 * <p><b>Train</b>, on one of the worker's threads:
 * <ol>
 *   <li>db-scheduler takes the row with the highest priority, then the oldest, and calls {@code JobWorker} with the claim.
 *       {@code JobWorker} registers the run in {@code RunningJobs}.
 *   <li>{@code RunStore} gives the memory that the run takes, or nothing if the claim is outdated: then the row is deleted. Otherwise
 *       {@code budget.MemoryBudget} reserves the memory for the whole run. If there is none, the job stays QUEUED with a note
 *       ({@code waitsFor}), and its row becomes due again later.
 *   <li>{@code RunStore.start} makes it RUNNING and sets the fence, in one transaction.
 *   <li>{@code JobRunner} has {@code TrainingSetup} load the rows, split them, fit the preprocessing and initialise the network
 *       ({@code TrainingInputs}), or read both from the version that the job starts from, with the same result for every run of the job. {@code Checkpoints} gives the newest readable checkpoint.
 *   <li>{@code network.Training} runs with a {@code compute} team, from the checkpoint or from epoch 0. After every epoch it calls the
 *       {@code EpochWriteBehind}, and before every batch it asks the run's {@code StopSignal} whether to end.
 *   <li>Each write of {@code EpochWriteBehind} calls {@code RunStore.record}: it locks the progress row, compares the fence, appends to
 *       {@code EpochHistory}, advances {@code JobProgress} and adds a checkpoint if one is due, in one transaction.
 *       {@code StorageRetry} repeats a write that failed because the database is away.
 *   <li>At the end of the run {@code EpochWriteBehind.close} waits for the write under way. {@code RunStore.finish} then commits together:
 *       the last records, the last checkpoint, the model's new version ({@code model.Versions.publish}), the job's state and the
 *       callback. So no client ever sees a job that has succeeded without its version.
 *   <li>{@code JobWorker} releases the memory and unregisters the run; db-scheduler deletes the claim's row.
 * </ol>
 *
 * <h2>Who writes what</h2>
 *
 * <p>A request locks, in this order, the row of the job that it resumes from, of the dataset, of the model and of the validation
 * dataset; a worker those of the job, of its progress and of the model. Two requests that meet in a deadlock are run again
 * ({@code Submissions}). Classes that are not in this list write nothing.
 *
 * <pre>
 *  table           written by                                           while it holds the lock of
 *  training_job    JobAdmission inserts                                 the dataset's and the model's row
 *                  JobCommands: commands; RunStore: all other states    the job's row
 *                  JobRepository.recordHeartbeat: heartbeat_at, batch…  none; only under the newest claim; only shown
 *                  JobRepository.recordCallbackDelivery,
 *                  recordCallbackFailure: callback_*                    none
 *                  JobService deletes one, SweepJobs all of a sweep     the job's row; the sweep's row
 *  job_progress    JobAdmission inserts; ResumedJobs for a resumed job  (not yet visible to others)
 *                  RunStore                                             the progress row, after the job's if both
 *  epoch_block     EpochHistory for RunStore: append                    the progress row
 *                  EpochHistory for ResumedJobs: copy                   the row of the job that is resumed from
 *  checkpoint,     Checkpoints for RunStore: add                        the progress row
 *  content         Checkpoints for ResumedJobs: copy                    the row of the job that is resumed from
 *                  Checkpoints for JobRunner: drop damaged ones         none; a claim is held
 *                  Checkpoints for JobService, CheckpointRetention      the job's row
 *                  Checkpoints for SweepJobs                            the sweep's row
 *                  (a foreign key deletes a job's progress and epochs)
 *  job_queue       JobQueue, in the transaction that changes the job    the job's row
 *                  db-scheduler: picked, heartbeat, end                 its own, optimistic or skip locked
 *  callback_queue  JobCallbacks, in the transaction that ends the job   the job's row
 *                  db-scheduler: picked, heartbeat, next attempt, end   its own, likewise
 * </pre>
 *
 * <p>Requests write on their own thread or as a computation. {@code RunStore} writes on {@code training-n}: also the last epochs, together
 * with the end of the run. It records all epochs before on {@code write-behind-…}, requeues jobs of lost replicas on a housekeeper, and all
 * orphans on the thread that starts the service. {@code recordHeartbeat} is called by {@code RunningJobs.tick} and by
 * {@code RunStore.start}; {@code callback_*} are written on {@code callbacks-n}.
 *
 * <p>{@code JobLocks} locks the rows of jobs and of their progress, and publishes every lock as an event. Three listeners act on it:
 * before the commit {@code JobCallbacks} adds a delivery if the job has ended since; after the commit {@code JobWatch} and
 * {@code RunningJobs} look at the row. So a writer notifies no one itself.
 *
 * <p>A method that must be part of a larger transaction says so with {@code MANDATORY}. Every method of {@code RunStore} is one
 * transaction of its own. It may be repeated if the answer to its commit was lost: what is stored already is not stored twice.
 * {@code JobUsage} tells {@code dataset} and {@code model} which rows live jobs need, so that they are not deleted.
 *
 * <h2>Threads</h2>
 *
 * <ul>
 *   <li>Requests run on virtual threads; those that compute, on {@code computation-…} ({@code budget}).
 *   <li>{@code training-n}, platform threads, {@code chainrule.job.threads} of them: one run each, from {@code JobWorker.train} to the
 *       last write. {@code compute-n} are their helpers for large matrix operations ({@code matrix.ComputeThreads}).
 *   <li>{@code write-behind-<job>}, virtual: one write of an {@code EpochWriteBehind} at a time. Training waits for it only at the end of
 *       the run, and when 16,384 records are waiting.
 *   <li>{@code job-queue-poller} and {@code job-queue-housekeeper-n}, and the same for the callback queue: db-scheduler's polls,
 *       heartbeats and searches for lost replicas ({@code database.SchedulerThreads}). A lost replica's jobs are requeued on a housekeeper.
 *   <li>Spring's scheduled tasks: {@code RunningJobs.tick} every second and {@code EmbeddedDatabaseWatch} every 5 s, each on a virtual
 *       thread of its own; {@code JobWatch.look} every 250 ms on the scheduling thread; {@code CheckpointRetention} every hour.
 *   <li>{@code watch-<job>}, virtual: looks once whether a job has changed for which requests wait. {@code command-<job>}, virtual:
 *       reads once which command was given to a run.
 *   <li>{@code callbacks-n}, eight virtual threads: one delivery each.
 * </ul>
 *
 * <p>{@code health.Vitals} watches those that must not stop: pollers, housekeepers, scheduled tasks and writes.
 *
 * <h2>Commands to a job</h2>
 *
 * <p>{@code JobService} locks the job's row and {@code JobCommands} makes the transition. A job that no worker holds changes immediately:
 * QUEUED becomes PAUSED or CANCELLED and loses its row in the queue. A held job becomes PAUSING or CANCELLING, and its run has yet to
 * stop. After the commit {@code RunningJobs} reads the row again, on a thread {@code command-<job>}, if the run is on this replica;
 * otherwise the replica that trains reads it with its next tick, within about a second. {@code RunningJobs} then sets the run's {@code StopSignal}:
 * <ul>
 *   <li>pause: stop at the end of the epoch, with a checkpoint; an epoch that does not end within 10 s is discarded;
 *   <li>cancel: the same, but within 1 s;
 *   <li>the claim is outdated or the job is gone: stop before the next batch, and write nothing ({@code ABANDON}).
 * </ul>
 * A stronger reason replaces a weaker one. Only a pause is withdrawn, if the job is resumed before the run has stopped for it; otherwise
 * the run still ends, and the job is requeued. {@code Training} undoes a discarded epoch, so that the parameters are always those of a
 * completed epoch.
 *
 * <p>The priority orders the queue only; it does not stop or slow down a run.
 *
 * <h2>Memory and waiting</h2>
 *
 * <p>{@code JobMemory} computes a run's memory from shapes when the job is accepted; {@code JobWorker} reserves it before the job
 * starts. A training thread waits up to 250 ms for it, then takes another job. Smaller jobs may pass a larger one for 30 s; after that
 * no other job of this process starts before it ({@code budget.MemoryBudget}). Rows that train stay in memory for the whole run; rows
 * of a large validation dataset are read again after every epoch. A client that polls with {@code wait} or reads events holds 128 KiB
 * and no database connection while it waits.
 *
 * <h2>What fails</h2>
 *
 * <ul>
 *   <li><b>Crash, embedded database.</b> No other replica can exist. The next start requeues every QUEUED and every held job before the
 *       web server listens ({@code RunStore.requeueAllOrphans}), so that no outdated state is ever answered.
 *   <li><b>Lost replica, PostgreSQL.</b> Its claims miss {@code missedHeartbeats} heartbeats in {@code job_queue} (12 s by default). Every
 *       replica's housekeeper looks for such claims every second heartbeat (6 s); the first that finds one calls {@code JobWorker}, and
 *       that {@code RunStore.requeueOrphan}. {@code training_job.heartbeat_at} plays no part. If the lost replica was only slow, its next
 *       write fails at the fence and its run is abandoned.
 *   <li><b>Shutdown.</b> When the context closes, {@code JobWorker} starts no more jobs. Every run may finish its epoch within 4 s;
 *       then its job is requeued with a checkpoint. The stop takes 7 s at most, or 4 s if the database is away. A job that is still
 *       held then is an orphan for the next start or for another replica.
 *   <li><b>Lost database, full disk.</b> {@code StorageRetry} repeats reads and writes of runs with growing delays, for
 *       {@code storagePatience} (5 min by default); training continues meanwhile, and the service is not ready. After that the run
 *       ends, and {@code JobFailures} writes FAILED with the reason as soon as the database works again.
 *   <li><b>Damaged checkpoint.</b> {@code Checkpoints} drops it and takes the one before. Without any, the job starts again with its
 *       first epoch, which gives the same bits. A resumed job fails instead: its first epochs were trained by another job.
 *   <li><b>An error in a run.</b> {@code JobFailures} ends the job FAILED with {@code ERROR}. {@code JobFailures.why} gives the
 *       reason: the lost database; a {@code ProblemException}, such as damaged rows or definitions, or a checkpoint of a version with
 *       other numerics; for any other error only the id to look for in the log. Errors after which memory cannot be trusted end the
 *       process ({@code health.FatalErrors}).
 *   <li><b>A run that could not start or end</b> for another reason: {@code JobWorker} requeues it with a delay that grows with the
 *       claim's number, up to a minute.
 * </ul>
 *
 * <h2>How clients learn of changes</h2>
 *
 * <ul>
 *   <li><b>Long polls and events.</b> {@code JobWatch} looks after every commit that may have changed a job's state or progress. For jobs
 *       that requests wait for, it compares the watched columns (row version, recorded epoch, batch) and wakes those requests. Changes by
 *       other replicas are found every 250 ms, with one query for all watched jobs. {@code EventController} pulls: each reader's own
 *       request thread asks {@code JobEvents}, which writes the text of Server-Sent Events, for the page after its {@code EventCursor} and
 *       sends it; {@code JobWatch} only wakes that thread. {@code EventCursor} parses {@code Last-Event-ID}. Readers at the same place
 *       share one page, and a slow reader holds one page at most. The progress within an epoch changes with each heartbeat; it is an event
 *       without an id.
 *   <li><b>Metrics.</b> {@code JobMeters} counts jobs by state and what ends, {@code TrainingMeters} what is trained, {@code RunMeters} shows
 *       the runs of this replica. Epochs are counted when they are written, a batch at a time.
 *   <li><b>Log.</b> {@code JobLog} logs each transition after its commit. Threads that work for a job have its id in the diagnostic context.
 *   <li><b>ETags.</b> {@code JobView.etag}: row version, callback attempts, recorded epoch.
 *   <li><b>Callbacks.</b> {@code JobCallbacks} adds the delivery in the transaction that ends the job. Any replica sends it with
 *       {@code callback.CallbackSender}, at least once, and repeats it with growing delays.
 * </ul>
 */
@NullMarked
package dev.chainrule.job;

import org.jspecify.annotations.NullMarked;
