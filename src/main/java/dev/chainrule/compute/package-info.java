/**
 * Chooses kernels ({@code chainrule.compute.kernels}) and compute threads ({@code chainrule.compute.threads}) once, at start, and says
 * which and why: in the log and in {@code /actuator/info}.
 *
 * <p>{@code Compute} is the only way from the service to the engine's arithmetic. A long computation, such as a job's run, takes a team
 * ({@code Compute.team}) and closes it at its end; the free threads are divided evenly among open teams. It passes the team to
 * {@code Compute.operations} and gets {@code MatrixOperations} of the wanted precision. A short computation uses
 * {@code ComputeTeam.alone()} instead. The choice changes the speed, never a bit of a result.
 *
 * <p>{@code KernelWarmUp} trains small networks on one thread after the start ({@code WarmUp}), so that the virtual machine has compiled
 * the most used kernels before the first job.
 */
@NullMarked
package dev.chainrule.compute;

import org.jspecify.annotations.NullMarked;
