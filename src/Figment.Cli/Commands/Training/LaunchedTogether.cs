using System.Security.Cryptography;
using System.Text;
using Figment.Backend;
using Figment.Cli.Terminal;
using Figment.Mpi;
using Figment.Runs;

namespace Figment.Cli.Commands;

/// <summary>
/// Runs a training command, in this process alone or in all processes that an MPI launcher started. The first process speaks
/// to the user; the others report only why they cannot continue.
/// </summary>
internal static class LaunchedTogether
{
    /// <summary>
    /// The environment variable with the path of NCCL's file or folder, for systems where it is not found automatically.
    /// </summary>
    internal const string NcclVariable = "FIGMENT_NCCL";

    /// <summary>The path of NCCL, if the user gives one.</summary>
    internal static string? NcclPath => Environment.GetEnvironmentVariable(NcclVariable) is { Length: > 0 } path ? path : null;

    /// <summary>The launch that MPI describes; null without a launcher.</summary>
    private static MpiLaunch? Launch => MpiLaunch.Of(Environment.GetEnvironmentVariable);

    /// <summary>Silences the messages that every process would repeat.</summary>
    internal static void Quieten()
    {
        if (!IsOther())
            return;
        Console.SetOut(TextWriter.Null);
        Console.SetError(TextWriter.Null);

        static bool IsOther()
        {
            try
            {
                return Launch is { Rank: > 0 };
            }
            catch (FigmentException)
            {
                return false; // reported when the process joins
            }
        }
    }

    /// <summary>Runs a command in all processes, which end together.</summary>
    /// <param name="command">The command, which receives the group of processes.</param>
    /// <returns>Its exit code.</returns>
    internal static int Run(Func<ITrainingGroup, int> command)
    {
        if (Launch is not { Size: > 1 } launch)
            return command(LoneProcess.Instance);
        // Errors of the otherwise silent processes appear too.
        TextWriter errors = new StreamWriter(Console.OpenStandardError()) { AutoFlush = true };
        MpiOptions options = new()
        {
            Advice = $"Training stops here. Continue with '{Words.Command} resume RUN', with as many processes as remain.",
            NcclPath = NcclPath,
        };
        void Tell(string sentence) => errors.WriteLine(Words.Printable(sentence));
        MpiGroup group;
        try
        {
            group = MpiGroup.Join(launch, options, TimeProvider.System, Tell);
        }
        catch (FigmentException e) when (launch.Rank > 0)
        {
            Tell($"Rank {launch.Rank} on {Environment.MachineName}: {e.Message}"); // this may be the only process that fails
            return CommandLine.Failed;
        }

        Interruption.Asked = () => // called by a launcher, which ends all processes when it loses one
        {
            if (group.NameLost() is string lost)
                Tell(lost);
        };
        try
        {
            int code = command(group);
            group.Dispose();
            return code;
        }
        catch (Exception e) when (GroupRun.AreAllTold(e))
        {
            group.Dispose();
            if (group.Rank > 0)
                // A launcher ends all processes when one fails, so this one must not fail before the first has reported the
                // reason.
                return CommandLine.Done;
            throw;
        }
        catch (OperationCanceledException)
        {
            group.Abort("Stopped.", CommandLine.Interrupted);
            throw;
        }
        catch (Exception e)
        {
            string why = e is FigmentException foreseen ? foreseen.Say(Words.Flag) : $"Figment did not expect this error: {e}";
            group.Abort($"Rank {group.Rank} on {group.Hosts[group.Rank]}: {why}", CommandLine.Failed);
            throw;
        }
    }

    /// <summary>
    /// The default number of threads for each process: the cores that it may run on, divided among the processes that share them.
    /// All processes must call this together.
    /// </summary>
    internal static int? ThreadsIn(ITrainingGroup group)
    {
        if (group is not MpiGroup { Hosts: { } hosts })
            return null;
        const string Status = "/proc/self/status",
            Cores = "Cpus_allowed:";
        string? cores = File.Exists(Status)
            ? File.ReadLines(Status).FirstOrDefault(line => line.StartsWith(Cores, StringComparison.Ordinal))
            : null;
        byte[] place = SHA256.HashData(Encoding.UTF8.GetBytes($"{hosts[group.Rank]} {cores}"));
        int sharing = group.Gather(place).Count(other => other.AsSpan().SequenceEqual(place));
        return Math.Max(1, Environment.ProcessorCount / sharing);
    }

    /// <summary>Describes the GPU of each process and how gradients are added up; nothing if no process has a GPU.</summary>
    internal static IEnumerable<string> SayDevices(ITrainingGroup group) =>
        group is MpiGroup { Devices: { HasGpus: true } devices } joined ? SayDevices(devices, joined.Hosts) : [];

    /// <summary>Does the same for given processes and their machines.</summary>
    internal static IEnumerable<string> SayDevices(GroupDevices devices, IReadOnlyList<string> hosts)
    {
        IEnumerable<string> each = hosts
            .Zip(devices.Names)
            .GroupBy(pair => pair.First, pair => pair.Second)
            .Select(host => $"{string.Join(", ", host)} on {host.Key}");
        yield return $"Devices by rank: {string.Join("; ", each)}.";
        if (devices.Shared is string shared)
            yield return shared;
        yield return devices.Nccl is string version
            ? $"NCCL {version} adds up the gradients."
            : $"The gradients are added up in host memory, which is slower than NCCL: {devices.WithoutNccl}";
    }

    /// <summary>
    /// The memory in bytes available to this process next to the others on its machine; null for a single process.
    /// </summary>
    internal static long? MemoryIn(ITrainingGroup group) =>
        group is MpiGroup { Hosts: { } hosts }
            ? ProcessMemory.WithinReach() / hosts.Count(host => host == hosts[group.Rank])
            : null;
}
