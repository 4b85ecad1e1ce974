using System.Runtime.ExceptionServices;
using System.Text;
using Figment.Backend;
using Figment.Data;
using TorchSharp;

namespace Figment.Runs;

/// <summary>
/// The messages between the processes of a group before training: whether each could read the data, and the options with which
/// the first process creates the run. Therefore, an error ends all processes cleanly and is reported only once.
/// </summary>
/// <param name="group">The processes.</param>
internal sealed class GroupTalk(ITrainingGroup group)
{
    private const string Told = "figment.told";
    private const string Declined = "The first process cannot start; it reports the reason.";
    private const int LongestSentence = 1000; // bytes

    private bool isOpened,
        hasSaid;

    /// <summary>The processes.</summary>
    internal ITrainingGroup Group => group;

    /// <summary>Whether the data is opened before any message, as for a new run.</summary>
    internal bool OpensFirst { get; init; }

    /// <summary>Whether the other processes wait to learn whether the training begins.</summary>
    internal bool IsAwaited { get; private set; } = true;

    /// <summary>Whether all processes have been told of the error, so that none waits for another.</summary>
    internal static bool AreAllTold(Exception error) => error is GroupDisagreement || error.Data.Contains(Told);

    /// <summary>
    /// Opens the data and finds the device, either in all processes or in none, and checks that the processes agree and can add
    /// up gradients on their devices.
    /// </summary>
    /// <param name="open">Finds and opens the data.</param>
    /// <param name="facts">What must be equal.</param>
    /// <exception cref="FigmentException">A process failed, or the processes disagree; all of them throw this.</exception>
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

    /// <summary>Sends the options of the run.</summary>
    internal void Say(RunOptions run)
    {
        hasSaid = true;
        group.Tell(Encoding.UTF8.GetBytes(RunOptionsJson.Write(run)));
    }

    /// <summary>
    /// The device on which this process continues a run: the requested one, or else the run's. With several processes, any device
    /// of that kind is used, because they should not all use the GPU of the run's first process.
    /// </summary>
    internal torch.Device DeviceOf(ResumeRequest request, RunOptions run)
    {
        string recorded = run.Environment.Device;
        if (group.Size > 1)
            recorded = ComputeDevice.KindOf(recorded);
        return ComputeDevice.Resolve(request.Device ?? recorded, group.LocalRank);
    }

    /// <summary>Announces that the training begins.</summary>
    internal void Begin()
    {
        IsAwaited = false;
        group.Tell([1]);
    }

    /// <summary>Announces that the first process cannot start, because of an error that it reports.</summary>
    internal void Decline(Exception error)
    {
        IsAwaited = false;
        if (!isOpened && (OpensFirst || hasSaid))
            Exchange(error);
        else
            group.Tell([]);
        error.Data[Told] = true;
    }

    /// <summary>Receives the options of the run from the first process.</summary>
    /// <exception cref="FigmentException">The first process cannot start.</exception>
    internal RunOptions Hear()
    {
        byte[] said = group.Tell([]);
        return said.Length > 0 ? RunOptionsJson.Read(Encoding.UTF8.GetString(said)) : throw new GroupDisagreement(Declined);
    }

    /// <summary>Waits until the training begins.</summary>
    /// <exception cref="FigmentException">The first process cannot start.</exception>
    internal void AwaitBeginning()
    {
        if (group.Tell([]).Length == 0)
            throw new GroupDisagreement(Declined);
    }

    /// <summary>Whether process 0 resumes training from a checkpoint, which all processes receive.</summary>
    internal bool GoesOn(bool isAgain) => group.Tell([isAgain ? (byte)1 : (byte)0])[0] == 1;

    /// <summary>
    /// Adds up one number in the same way as the gradients later, so that a method that does not work fails before the first
    /// step.
    /// </summary>
    private void AddUpOn(torch.Device device)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor ones = torch.ones([1], device: device);
        group.Sum(ones);
        if (ones.item<float>() is float sum && sum != group.Size)
        {
            throw new FigmentException(
                $"Each of the {group.Size} processes added 1 to a sum on {device}, but the result was {sum}, so the processes "
                    + $"cannot train together on this device. Try the device cpu."
            );
        }
    }

    /// <summary>Does work in each process; if one fails, all are told.</summary>
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

    /// <summary>For each process, whether it failed, and the sentence that explains why.</summary>
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
