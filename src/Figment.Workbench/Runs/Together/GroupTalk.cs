using System.Runtime.ExceptionServices;
using System.Text;
using Figment.Backend;
using Figment.Data;

namespace Figment.Runs;

/// <summary>
/// What the processes of a group say to each other before the training: whether each could read the data, and what the first makes the
/// run with. So an error ends all of them in order, and is told once.
/// </summary>
/// <param name="group">The processes.</param>
internal sealed class GroupTalk(ITrainingGroup group)
{
    private const string Told = "figment.told";
    private const string Declined = "The first process cannot begin, and says why.";
    private const int LongestSentence = 1000; // bytes

    private bool isOpened, hasSaid;

    /// <summary>The processes.</summary>
    internal ITrainingGroup Group => group;

    /// <summary>Whether the data is opened before anything is said, as of a new run.</summary>
    internal bool OpensFirst { get; init; }

    /// <summary>Whether the others wait to hear whether the training begins.</summary>
    internal bool IsAwaited { get; private set; } = true;

    /// <summary>Whether an error ends all processes, so that none waits for another.</summary>
    internal static bool AreAllTold(Exception error) => error is GroupDisagreement || error.Data.Contains(Told);

    /// <summary>Opens the data in each process, or in none, and makes sure that all mean the same.</summary>
    /// <param name="open">Opens it.</param>
    /// <param name="facts">What must be alike.</param>
    /// <exception cref="FigmentException">One cannot, or they mean different things; it is thrown in all.</exception>
    internal Dataset Open(Func<Dataset> open, Func<Dataset, GroupFacts> facts)
    {
        if (group.Size == 1) return open();
        Dataset? data = null;
        Exception? error = null;
        try
        {
            data = open();
        }
        catch (Exception e) when (e is FigmentException or OperationCanceledException)
        {
            error = e;
        }

        byte[][] all = Exchange(error);
        try
        {
            int failed = Array.FindIndex(all, said => said[0] != 0);
            if (error is not null) Throw(error);
            if (failed >= 0)
                throw new GroupDisagreement($"Rank {failed}: {Encoding.UTF8.GetString(all[failed].AsSpan(1)).TrimEnd('\0', '�')}");
            facts(data!).Confirm(group);
            return data!;
        }
        catch
        {
            data?.Dispose();
            throw;
        }
    }

    /// <summary>Says what the run is made with.</summary>
    internal void Say(RunOptions run)
    {
        hasSaid = true;
        group.Tell(Encoding.UTF8.GetBytes(RunOptionsJson.Write(run)));
    }

    /// <summary>Says that the training begins.</summary>
    internal void Begin()
    {
        IsAwaited = false;
        group.Tell([1]);
    }

    /// <summary>Says that the first cannot begin, because of an error that it will tell.</summary>
    internal void Decline(Exception error)
    {
        IsAwaited = false;
        if (!isOpened && (OpensFirst || hasSaid)) Exchange(error);
        else group.Tell([]);
        error.Data[Told] = true;
    }

    /// <summary>What the run is made with, as the first says it.</summary>
    /// <exception cref="FigmentException">The first cannot begin.</exception>
    internal RunOptions Hear()
    {
        byte[] said = group.Tell([]);
        return said.Length > 0
            ? RunOptionsJson.Read(Encoding.UTF8.GetString(said))
            : throw new GroupDisagreement(Declined);
    }

    /// <summary>Waits until the training begins.</summary>
    /// <exception cref="FigmentException">The first cannot begin.</exception>
    internal void AwaitBeginning()
    {
        if (group.Tell([]).Length == 0) throw new GroupDisagreement(Declined);
    }

    /// <summary>Whether number 0 begins the training once more, from a checkpoint that all get.</summary>
    internal bool GoesOn(bool isAgain) => group.Tell([isAgain ? (byte)1 : (byte)0])[0] == 1;

    /// <summary>Of each process whether it failed, and the sentence that says why.</summary>
    private byte[][] Exchange(Exception? error)
    {
        isOpened = true;
        byte[] sentence = new byte[LongestSentence];
        if (error is not null) Encoding.UTF8.TryGetBytes(error.Message, sentence, out _);
        return [.. group.Gather([error is null ? (byte)0 : (byte)1, .. sentence])];
    }

    private static void Throw(Exception error)
    {
        error.Data[Told] = true;
        ExceptionDispatchInfo.Throw(error);
    }
}
