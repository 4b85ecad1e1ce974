using System.Runtime.InteropServices;
using Figment.Backend;
using Figment.Data;
using Figment.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Training;

/// <summary>
/// Makes trial steps with a temporary model, with 2, 8, 32 … items, until they take noticeable time or memory, and extrapolates
/// linearly from the last two sizes: memory grows with the number of items learned at once, and time with the number of items in
/// a batch.
/// </summary>
internal static class Rehearsal
{
    private const int Sizes = 3; // One trial without items, and two sizes to draw a line through.
    private const int First = 2,
        Growth = 4,
        TimedSteps = 4,
        MostRounds = 8; // The timed steps include penalties, which come every 4 steps.
    private const int Fine = 4,
        Coarse = 8; // A batch is reduced to a multiple of this.

    /// <summary>The share of the available memory that training may use if the user does not set the batch size.</summary>
    internal const double Share = 0.6;

    /// <summary>
    /// The maximum that training may use, so that the batch size does not depend on the machine if it has plenty of memory.
    /// </summary>
    internal const long Most = 6_000_000_000;

    private static readonly TimeSpan Noticeable = TimeSpan.FromSeconds(0.3),
        Enough = TimeSpan.FromSeconds(0.06);

    /// <summary>Makes trial steps.</summary>
    /// <param name="create">Creates the model on its device and in its precision; the model is disposed afterwards.</param>
    /// <param name="data">The data to learn.</param>
    /// <param name="options">The options of the planned training run.</param>
    /// <param name="mayLower">Whether the batch may be smaller than requested.</param>
    /// <param name="clock">The clock that measures time.</param>
    /// <param name="withinReach">The number of bytes available to the process.</param>
    /// <param name="cancellationToken">Cancels the trial.</param>
    /// <returns>
    /// The forecast. Null if the trial was cancelled, if the model converts the data before it learns, or if even the smallest
    /// batch fails, in which case training itself will report the details.
    /// </returns>
    internal static StepForecast? Of(
        Func<TrainableModel> create,
        Dataset data,
        TrainingOptions options,
        bool mayLower,
        TimeProvider clock,
        long withinReach,
        CancellationToken cancellationToken
    )
    {
        if (data is not IBatchSource items)
            return null;
        long room = Math.Min((long)(Share * withinReach), Most);
        List<(int Items, long Bytes)> tried = [];
        TimeSpan time = TimeSpan.Zero;
        bool isMeasured = false;
        int least = 1;
        try
        {
            using TrainableModel model = create();
            least = model.LeastBatch;
            isMeasured = model.Device.type == DeviceType.CPU;
            items.MoveTo(model.Device);
            SeededRandom random = new(options.Seed, model.Randomness);
            tried.Add((0, Environment.WorkingSet));
            int most = options.BatchSize / options.Accumulate;
            for (int count = Math.Min(Math.Max(First, least), most); !cancellationToken.IsCancellationRequested; )
            {
                long start = clock.GetTimestamp();
                tried.Add((count, ProcessMemory.Peak(() => Step(model, items, options, data, random, count, step: 0))));
                time = clock.GetElapsedTime(start);
                int next = Math.Min(count * Growth, most);
                long expected = tried[^1].Bytes + (long)(PerItem(tried) * (next - count));

                // Memory that the first step allocates for good, for gradients and moments, must not count as memory of its
                // items.
                bool isEnough = time > Noticeable || (isMeasured && expected > room);
                if (next == count || (isEnough && tried.Count >= Sizes))
                    break;
                count = next;
            }

            if (cancellationToken.IsCancellationRequested)
                return null;
            time =
                Timed(
                    () =>
                    {
                        for (int step = 0; step < TimedSteps; step++)
                            Step(model, items, options, data, random, tried[^1].Items, step);
                    },
                    clock
                ) / (TimedSteps * PiecesTried(options));
        }
        catch (Exception e) when (tried.Count > 1 && e is BackendException or ExternalException)
        {
            // Memory ran out here; the smaller trials show where the limit is.
        }
        catch (Exception e) when (e is FigmentException or ExternalException)
        {
            return null;
        }
        finally
        {
            NativeHeap.Trim();
        }

        return Conclude(tried, time, isMeasured, options.BatchSize, mayLower, room, withinReach, least, options.Accumulate);
    }

    /// <summary>Computes the forecast from at least two trials, the first of which may have no items.</summary>
    internal static StepForecast Conclude(
        IReadOnlyList<(int Items, long Bytes)> tried,
        TimeSpan time,
        bool isMeasured,
        int asked,
        bool mayLower,
        long room,
        long withinReach,
        int least = 1,
        int pieces = 1
    )
    {
        (int items, long bytes) = tried[^1];
        TimeSpan TimeOf(int batch) => time * ((double)batch / items);
        if (!isMeasured)
            return new StepForecast(asked, TimeOf(asked), null, []);
        double perItem = PerItem(tried);
        long BytesOf(int batch) => bytes + (long)(perItem * ((batch / pieces) - items));
        int fitting = Fitting((int)Math.Clamp(pieces * (items + ((room - bytes) / Math.Max(1, perItem))), 0, asked), asked);
        fitting = Math.Min(asked, Math.Max(least * pieces, fitting));
        (string, Text)[] facts =
        [
            ("asked", $"{asked}"),
            ("batch", $"{fitting}"),
            ("memory", StepForecast.Size(BytesOf(asked))),
            ("room", StepForecast.Size(room)),
            ("free", StepForecast.Size(withinReach)),
        ];
        if (mayLower && fitting < asked)
            return new StepForecast(
                fitting,
                TimeOf(fitting),
                BytesOf(fitting),
                [WordTable.Template("note.forecast.lowered").Fill(facts)]
            );
        bool isTight = BytesOf(asked) > Share * withinReach && fitting < asked;
        return new StepForecast(
            asked,
            TimeOf(asked),
            BytesOf(asked),
            isTight ? [WordTable.Template("note.forecast.tight").Fill(facts)] : []
        );
    }

    /// <summary>
    /// Returns the duration of some steps once all code has run: the minimum of several rounds if a round is short. The user
    /// waits for these rounds before the first step, so they end as soon as the figure is roughly right.
    /// </summary>
    private static TimeSpan Timed(Action steps, TimeProvider clock)
    {
        TimeSpan least = TimeSpan.MaxValue,
            all = TimeSpan.Zero;
        for (int round = 0; round < MostRounds && all < Enough; round++)
        {
            long begin = clock.GetTimestamp();
            steps();
            TimeSpan time = clock.GetElapsedTime(begin);
            (least, all) = (time < least ? time : least, all + time);
        }

        return least;
    }

    private static int Fitting(int most, int asked) =>
        most >= asked ? asked
        : most >= Coarse ? most / Coarse * Coarse
        : Math.Min(Fine, asked);

    /// <summary>
    /// Returns the bytes per additional item, measured after the first step, which also allocates gradients and moments.
    /// </summary>
    private static double PerItem(IReadOnlyList<(int Items, long Bytes)> tried) =>
        Math.Max(0, tried[^1].Bytes - tried[^2].Bytes) / (double)(tried[^1].Items - tried[^2].Items);

    /// <summary>Two pieces show how much memory one piece needs in addition to what is kept from the others.</summary>
    private static int PiecesTried(TrainingOptions options) => Math.Min(2, options.Accumulate);

    private static void Step(
        TrainableModel model,
        IBatchSource items,
        TrainingOptions options,
        Dataset data,
        SeededRandom random,
        int count,
        int step
    )
    {
        using DisposeScope scope = NewDisposeScope();
        int pieces = PiecesTried(options);
        BatchShare share = new(LoneProcess.Instance, pieces * count, model.BatchParts, pieces);
        using BatchStream batches = new(items, share, options.ChangeOf(data.Description), random);
        using Draws draws = random.Draws("step", step);
        random.SeedSharedGenerator("modules", step);
        TorchFailure.Explain(
            "in a trial step",
            $"a batch of {count} {OptionSentence.Word(data.Description.Items)}",
            OptionSentence.Of($"a smaller model"),
            () => model.TrainStep(batches.Of(step), new TrainingMoment(step, (long)step * count, 0), draws)
        );
    }
}
