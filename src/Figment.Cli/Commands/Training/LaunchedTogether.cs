using Figment.Backend;
using Figment.Cli.Terminal;
using Figment.Mpi;
using Figment.Runs;

namespace Figment.Cli.Commands;

/// <summary>
/// A command that trains: in this process alone, or with the others that a launcher of MPI started. The first of them speaks to the user;
/// the others say only why they cannot go on.
/// </summary>
internal static class LaunchedTogether
{
    /// <summary>What a launcher said; null where there was none.</summary>
    private static MpiLaunch? Launch => MpiLaunch.Of(Environment.GetEnvironmentVariable);

    /// <summary>Keeps quiet what every process would say alike.</summary>
    internal static void Quieten()
    {
        if (!IsOther()) return;
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
        if (Launch is not { Size: > 1 } launch) return command(LoneProcess.Instance);
        TextWriter errors = new StreamWriter(Console.OpenStandardError()) { AutoFlush = true }; // also of those that are quiet otherwise
        MpiOptions options = new() { Advice = $"The training ends here; go on with it by '{Words.Command} resume RUN', with as many processes as there are." };
        MpiGroup group = MpiGroup.Join(launch, options, TimeProvider.System, sentence => errors.WriteLine(Words.Printable(sentence)));
        Interruption.Asked = () => // by a launcher, which ends all when it loses one
        {
            if (group.NameLost() is string lost) errors.WriteLine(Words.Printable(lost));
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
            throw;
        }
        catch (OperationCanceledException)
        {
            group.Abort("Stopped.", CommandLine.Interrupted);
            throw;
        }
        catch (Exception e)
        {
            string why = e is FigmentException foreseen ? foreseen.Say(Words.Flag) : $"Something that Figment did not foresee: {e}";
            group.Abort($"Rank {group.Rank} on {group.Hosts[group.Rank]}: {why}", CommandLine.Failed);
            throw;
        }
    }

    /// <summary>Threads for each process where nobody says: the machine's cores, shared among those that run on it.</summary>
    internal static int? ThreadsIn(ITrainingGroup group) => group is MpiGroup { Hosts: { } hosts }
        ? Math.Max(1, Environment.ProcessorCount / hosts.Count(host => host == hosts[group.Rank]))
        : null;
}
