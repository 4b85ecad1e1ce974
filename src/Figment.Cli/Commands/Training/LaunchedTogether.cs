using System.Security.Cryptography;
using System.Text;
using Figment.Backend;
using Figment.Cli.Terminal;
using Figment.Mpi;
using Figment.Runs;

namespace Figment.Cli.Commands;

/// <summary>
/// A command that trains: in this process alone, or with the others that a launcher of MPI started. The first of them speaks to
/// the user; the others say only why they cannot go on.
/// </summary>
internal static class LaunchedTogether
{
    /// <summary>The environment variable that names NCCL's file or folder, where it is not found by itself.</summary>
    internal const string NcclVariable = "FIGMENT_NCCL";

    /// <summary>Where NCCL is, if the user says so.</summary>
    internal static string? NcclPath => Environment.GetEnvironmentVariable(NcclVariable) is { Length: > 0 } path ? path : null;

    /// <summary>What a launcher said; null where there was none.</summary>
    private static MpiLaunch? Launch => MpiLaunch.Of(Environment.GetEnvironmentVariable);

    /// <summary>Keeps quiet what every process would say alike.</summary>
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
                return false; // said when it is joined
            }
        }
    }

    /// <summary>Runs a command in all processes, which end together.</summary>
    /// <param name="command">The command, of the group of processes.</param>
    /// <returns>Its exit code.</returns>
    internal static int Run(Func<ITrainingGroup, int> command)
    {
        if (Launch is not { Size: > 1 } launch)
            return command(LoneProcess.Instance);
        // Also of those that are else quiet
        TextWriter errors = new StreamWriter(Console.OpenStandardError()) { AutoFlush = true };
        MpiOptions options = new()
        {
            Advice =
                $"The training ends here; go on with it by '{Words.Command} resume RUN', with as many processes as there are.",
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
            Tell($"Rank {launch.Rank} on {Environment.MachineName}: {e.Message}"); // it may be the only one that cannot
            return CommandLine.Failed;
        }

        Interruption.Asked = () => // by a launcher, which ends all when it loses one
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
                return CommandLine.Done; // a launcher ends all at one that failed, and the first is to tell why
            throw;
        }
        catch (OperationCanceledException)
        {
            group.Abort("Stopped.", CommandLine.Interrupted);
            throw;
        }
        catch (Exception e)
        {
            string why = e is FigmentException foreseen
                ? foreseen.Say(Words.Flag)
                : $"Something that Figment did not foresee: {e}";
            group.Abort($"Rank {group.Rank} on {group.Hosts[group.Rank]}: {why}", CommandLine.Failed);
            throw;
        }
    }

    /// <summary>
    /// Threads for each process where nobody says: the cores that it may run on, divided among those that may run on the same.
    /// All processes ask.
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

    /// <summary>Which GPU each process has, and how their gradients are added up; nothing where none has one.</summary>
    internal static IEnumerable<string> SayDevices(ITrainingGroup group) =>
        group is MpiGroup { Devices: { HasGpus: true } devices } joined ? SayDevices(devices, joined.Hosts) : [];

    /// <summary>The same of processes by their machines.</summary>
    internal static IEnumerable<string> SayDevices(GroupDevices devices, IReadOnlyList<string> hosts)
    {
        IEnumerable<string> each = hosts
            .Zip(devices.Names)
            .GroupBy(pair => pair.First, pair => pair.Second)
            .Select(host => $"{string.Join(", ", host)} on {host.Key}");
        yield return $"By rank, the processes compute on {string.Join("; ", each)}.";
        if (devices.Shared is string shared)
            yield return shared;
        yield return devices.Nccl is string version
            ? $"NCCL {version} adds up their gradients."
            : $"Their gradients are added up in host memory, which takes longer than NCCL would: {devices.WithoutNccl}";
    }

    /// <summary>Bytes that this process could have beside the others of its machine; null where there are none.</summary>
    internal static long? MemoryIn(ITrainingGroup group) =>
        group is MpiGroup { Hosts: { } hosts }
            ? ProcessMemory.WithinReach() / hosts.Count(host => host == hosts[group.Rank])
            : null;
}
