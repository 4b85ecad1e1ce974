using System.Runtime.InteropServices;
using Figment.Backend;
using Figment.Data;
using Figment.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Training;

/// <summary>
/// Tries some steps with a model that is thrown away, of 2, 8, 32 … items, until they take noticeable time or memory, and goes
/// on from the last two along a line: memory grows with the items that are learned from at once, and time with those of a batch.
/// </summary>
internal static class Rehearsal
{
    private const int Sizes = 3; // none, and two to draw a line through
    private const int First = 2,
        Growth = 4,
        TimedSteps = 4,
        MostRounds = 8; // penalties, which come every 4 steps, are among them
    private const int Fine = 4,
        Coarse = 8; // the steps that a batch is lowered by

    /// <summary>The part of the memory within reach that a training may take where nobody says how large batches are.</summary>
    internal const double Share = 0.6;

    /// <summary>And what it takes at most, so that a batch does not depend on a machine that has memory enough.</summary>
    internal const long Most = 6_000_000_000;

    private static readonly TimeSpan Noticeable = TimeSpan.FromSeconds(0.3),
        Enough = TimeSpan.FromSeconds(0.06);

    /// <summary>Tries steps.</summary>
    /// <param name="create">Makes the model, on its device and in its precision; it is released.</param>
    /// <param name="data">What it learns from.</param>
    /// <param name="options">How it will be trained.</param>
    /// <param name="mayLower">Whether a batch may be smaller than asked for.</param>
    /// <param name="clock">Measures time.</param>
    /// <param name="withinReach">Bytes that the process could have.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>
    /// Null where it was ended, where the model makes something else of the data before it learns from it, or where even the
    /// smallest batch fails, of which the training itself says more.
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

                // What the first step takes for good, gradients and moments, must not count as that of its items.
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
            // Memory ended here: what was tried before tells where.
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

    /// <summary>What follows from steps that were tried, at least two, of which the first may be of no items.</summary>
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
    /// What some steps take once all code has run: the least of several rounds, where one is over at once. Whoever waits for the
    /// first step waits for these too, so they end as soon as the figure is about right.
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

    /// <summary>Bytes that one item more takes; after the first step all that came of it, gradients and moments too.</summary>
    private static double PerItem(IReadOnlyList<(int Items, long Bytes)> tried) =>
        Math.Max(0, tried[^1].Bytes - tried[^2].Bytes) / (double)(tried[^1].Items - tried[^2].Items);

    /// <summary>Two show what a piece takes beside what is kept of others.</summary>
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
            "in a step that was tried",
            $"a batch of {count} {data.Description.Items}",
            OptionSentence.Of($"a smaller model"),
            () => model.TrainStep(batches.Of(step), new TrainingMoment(step, (long)step * count, 0), draws)
        );
    }
}
