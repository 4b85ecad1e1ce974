using System.Runtime.ExceptionServices;
using System.Text;
using Figment.Backend;
using Figment.Data;
using TorchSharp;

namespace Figment.Runs;

/// <summary>
/// What the processes of a group say to each other before the training: whether each could read the data, and what the first
/// makes the run with. So an error ends all of them in order, and is told once.
/// </summary>
/// <param name="group">The processes.</param>
internal sealed class GroupTalk(ITrainingGroup group)
{
    private const string Told = "figment.told";
    private const string Declined = "The first process cannot begin, and says why.";
    private const int LongestSentence = 1000; // bytes

    private bool isOpened,
        hasSaid;

    /// <summary>The processes.</summary>
    internal ITrainingGroup Group => group;

    /// <summary>Whether the data is opened before anything is said, as of a new run.</summary>
    internal bool OpensFirst { get; init; }

    /// <summary>Whether the others wait to hear whether the training begins.</summary>
    internal bool IsAwaited { get; private set; } = true;

    /// <summary>Whether an error ends all processes, so that none waits for another.</summary>
    internal static bool AreAllTold(Exception error) => error is GroupDisagreement || error.Data.Contains(Told);

    /// <summary>
    /// Opens the data and finds the device in each process, or in none, and makes sure that all mean the same and can add up
    /// where they compute.
    /// </summary>
    /// <param name="open">Finds and opens them.</param>
    /// <param name="facts">What must be alike.</param>
    /// <exception cref="FigmentException">One cannot, or they mean different things; it is thrown in all.</exception>
    internal (torch.Device Device, Dataset Data) Open(
        Func<(torch.Device Device, Dataset Data)> open,
        Func<Dataset, GroupFacts> facts
    )
    {
        if (group.Size == 1)
            return open();
        (torch.Device Device, Dataset Data)? opened = null;
        try
        {
            Settle(() => opened = open());
            facts(opened!.Value.Data).Confirm(group);
            Settle(() => AddUpOn(opened.Value.Device));
            return opened.Value;
        }
        catch
        {
            opened?.Data.Dispose();
            throw;
        }
    }

    /// <summary>Says what the run is made with.</summary>
    internal void Say(RunOptions run)
    {
        hasSaid = true;
        group.Tell(Encoding.UTF8.GetBytes(RunOptionsJson.Write(run)));
    }

    /// <summary>
    /// Where this process goes on with a run: where it is asked to, else where the run was. In several processes it is any device
    /// of that kind: the GPU of a run's first process is not for all.
    /// </summary>
    internal torch.Device DeviceOf(ResumeRequest request, RunOptions run)
    {
        string recorded = run.Environment.Device;
        if (group.Size > 1)
            recorded = ComputeDevice.KindOf(recorded);
        return ComputeDevice.Resolve(request.Device ?? recorded, group.LocalRank);
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
        if (!isOpened && (OpensFirst || hasSaid))
            Exchange(error);
        else
            group.Tell([]);
        error.Data[Told] = true;
    }

    /// <summary>What the run is made with, as the first says it.</summary>
    /// <exception cref="FigmentException">The first cannot begin.</exception>
    internal RunOptions Hear()
    {
        byte[] said = group.Tell([]);
        return said.Length > 0 ? RunOptionsJson.Read(Encoding.UTF8.GetString(said)) : throw new GroupDisagreement(Declined);
    }

    /// <summary>Waits until the training begins.</summary>
    /// <exception cref="FigmentException">The first cannot begin.</exception>
    internal void AwaitBeginning()
    {
        if (group.Tell([]).Length == 0)
            throw new GroupDisagreement(Declined);
    }

    /// <summary>Whether number 0 begins the training once more, from a checkpoint that all get.</summary>
    internal bool GoesOn(bool isAgain) => group.Tell([isAgain ? (byte)1 : (byte)0])[0] == 1;

    /// <summary>Adds up once where gradients will be, so that a way that does not work shows before the first step.</summary>
    private void AddUpOn(torch.Device device)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor ones = torch.ones([1], device: device);
        group.Sum(ones);
        if (ones.item<float>() is float sum && sum != group.Size)
        {
            throw new FigmentException(
                $"The {group.Size} processes added 1 up on {device} and got {sum}, so they cannot train together there. "
                    + "Try the device cpu."
            );
        }
    }

    /// <summary>Does work in each process; where it fails in one, all know it.</summary>
    private void Settle(Action work)
    {
        Exception? error = null;
        try
        {
            work();
        }
        catch (Exception e) when (e is FigmentException or OperationCanceledException)
        {
            error = e;
        }

        byte[][] all = Exchange(error);
        int failed = Array.FindIndex(all, said => said[0] != 0);
        if (error is not null)
            Throw(error);
        if (failed >= 0)
            throw new GroupDisagreement($"Rank {failed}: {Encoding.UTF8.GetString(all[failed].AsSpan(1)).TrimEnd('\0', '�')}");
    }

    /// <summary>Of each process whether it failed, and the sentence that says why.</summary>
    private byte[][] Exchange(Exception? error)
    {
        isOpened = true;
        byte[] sentence = new byte[LongestSentence];
        if (error is not null)
            Encoding.UTF8.TryGetBytes(error.Message, sentence, out _);
        return [.. group.Gather([error is null ? (byte)0 : (byte)1, .. sentence])];
    }

    private static void Throw(Exception error)
    {
        error.Data[Told] = true;
        ExceptionDispatchInfo.Throw(error);
    }
}
